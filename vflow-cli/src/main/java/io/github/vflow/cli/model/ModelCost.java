package io.github.vflow.cli.model;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameter;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.shape.Shape;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters and the memory of a model.
 *
 * @param parameters the number of parameters of p and q, and of each of their steps
 * @param training the memory of a training step for each kind of {@link Memory}; a model of rows has one kind only
 * @param scoring the memory of a score
 * @param samples the number of importance samples of a score
 */
public record ModelCost(Map<String, Integer> parameters, Map<Memory, String> training, String scoring, int samples) {

    public static ModelCost of(Model model, Engine engine, int batch, int wantedSamples) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        for (Parameter p : model.parameters().all()) {
            for (String part : ModelDescription.parts(p.name())) {
                parts.merge(part, p.shape().size(), Integer::sum);
            }
        }
        int samples = Evaluator.used(model, wantedSamples);
        TrainingPlan plan = TrainingPlan.of(1, batch, 1e-3, 1);
        Map<Memory, String> training = new EnumMap<>(Memory.class);
        for (Memory memory : model.images().isPresent() ? Memory.values() : new Memory[] {Memory.STORED}) {
            training.put(memory, training(model, engine, plan.withMemory(memory)));
        }
        return new ModelCost(parts, training, engine.plan(scoring(model, samples)), samples);
    }

    private static String training(Model model, Engine engine, TrainingPlan plan) {
        TrainingPlan sharded = TrainingProgram.sharded(plan, model);
        if (sharded.execution().shards() == 1) {
            return engine.plan(TrainingProgram.of(model, sharded));
        }
        return String.format(
                Locale.ROOT,
                "%d shards, each %s; and for all %s",
                sharded.execution().shards(),
                engine.plan(TrainingProgram.ofShard(model, sharded)),
                engine.plan(TrainingProgram.together(model, sharded)));
    }

    private static Program scoring(Model model, int samples) {
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(samples, model.inputWidth()))));
        return t.program();
    }
}
