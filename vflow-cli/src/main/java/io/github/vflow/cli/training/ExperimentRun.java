package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.InverseErrors;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training on a toy density or on images: shows progress, and writes the best parameters, also if it ends before its plan.
 *
 * @param model to train
 * @param notes of the model file
 */
public record ExperimentRun(
        Console console,
        TrainingData data,
        FlowModel model,
        TrainingPlan plan,
        Engine engine,
        Map<String, String> notes) {
    /**
     * Trains and writes the model. Empty if a signal stopped the training.
     *
     * @throws DivergedException if training diverged, after the best parameters are written
     */
    public Optional<TrainingResult> train(StopSignal stop, Path file) throws IOException {
        int rows = data instanceof ImageTrainingData
                ? plan.batchSize()
                : Trainer.initialRows(data.size(), plan.batchSize());
        Trainer.initialise(model, engine, data.batches(plan.seed()), rows, plan.seed());
        List<Trainer.Progress> history = new ArrayList<>();
        TrainingState end;
        try (ProgressMeter meter = new ProgressMeter(console, data.name(), 0, plan.steps())) {
            Trainer trainer = new Trainer(model, plan, engine)
                    .onProgress(p -> {
                        history.add(p);
                        meter.at(p.step(), TrainingCurve.words(model, p));
                    })
                    .onInverseError(this::drifted)
                    .stopWhen(stop::isAsked);
            data.validation().ifPresent(trainer::validation);
            end = trainer.fit(data.batches(plan.seed()));
        } catch (DivergedException e) {
            if (!history.isEmpty()) {
                save(history, history.getLast().step(), Fitted.End.DIVERGED, file);
                console.note("training diverged; wrote %s with the best parameters", file);
            }
            throw e;
        }
        boolean isWhole = end.step() == plan.steps();
        Fitted fitted = save(history, end.step(), isWhole ? Fitted.End.STEPS : Fitted.End.STOPPED, file);
        if (!isWhole) {
            console.note("stopped at step %,d of %,d; wrote %s as it is", end.step(), plan.steps(), file);
            return Optional.empty();
        }
        TrainingResult.Files files = new TrainingResult.Files(file, null);
        return Optional.of(TrainingResult.of(model, 1, fitted, plan, files));
    }

    private Fitted save(List<Trainer.Progress> history, long steps, Fitted.End end, Path file) throws IOException {
        double seconds = history.isEmpty() ? 0 : history.getLast().seconds();
        Mean heldOut = model.images().isPresent() || end != Fitted.End.STEPS
                ? Mean.of(new double[0])
                : Trainer.heldOut(model, engine, data.validation(), plan.seed());
        Fitted fitted = new Fitted(steps, seconds, heldOut, end, history, List.of());
        new ModelFile(model, List.of(), notes, Scoring.standard(), Optional.of(fitted.withoutTimes()), Optional.empty())
                .save(file);
        return fitted;
    }

    private void drifted(Map<String, Double> over) {
        over.forEach((step, drift) -> console.note(
                "%s: the inverse has an error of %.1e of the largest input (limit %.0e); training keeps the input of this step from now on",
                step, drift, InverseErrors.LIMIT));
    }
}
