package io.github.vflow.cli;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A training that stopped in the second member of a mixture: its state, and that it goes on to an end. The bits of that end are not asked
 * for, since a later release may train in another way.
 */
record GoldenCheckpoint() implements Golden {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final int STOP = 20;
    private static final int EVERY = 10;

    @Override
    public String name() {
        return "checkpoint";
    }

    private static final class StoppingWatch implements Watch {
        private int member;

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            return member == 1 && step == STOP ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            if (event instanceof Watch.Event.Started s) {
                member = s.member().number();
            }
        }
    }

    @Override
    public void write(Path folder) throws IOException {
        GoldenTable table = GoldenTable.calibrated();
        Path rows = Files.write(folder.resolve(ROWS), table.csv(120, 1));
        TableTraining.of(
                        Table.read(rows),
                        table.recipe().withEvaluationsEvery(EVERY).withEma(0.9))
                .withCheckpoint(folder.resolve(CHECKPOINT))
                .withWatch(new StoppingWatch())
                .run();
    }

    @Override
    public SortedMap<String, double[]> answers(Path folder, int threads) throws IOException {
        Path file = folder.resolve(CHECKPOINT);
        TrainingState state = Checkpoint.load(file).state();
        SortedMap<String, double[]> answers = new TreeMap<>();
        answers.put("step, stale, best bound", new double[] {state.step(), state.stale(), state.bestBound()});
        answers.put("parameters", some(state.parameters()));
        answers.put("first moments", some(state.m()));
        answers.put("second moments", some(state.v()));
        answers.put("moving average", some(state.ema()));
        answers.put("best parameters", some(state.best()));
        answers.put("members after the end", new double[] {resumed(folder, threads)});
        return answers;
    }

    /** The number of members of the model to which the training goes on; the files stay as they are. */
    private static int resumed(Path folder, int threads) throws IOException {
        Path copy = Files.createTempDirectory("golden");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file)));
            }
            Table rows = Table.read(copy.resolve(ROWS));
            TableModel model = TableTraining.resume(rows, copy.resolve(CHECKPOINT), r -> r.withThreads(threads))
                    .run();
            return Double.isFinite(model.logProb(rows.rows().copyRow(0))) ? model.members() : 0;
        } finally {
            try (Stream<Path> files = Files.walk(copy)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The sum of the numbers times their places, and some of them. */
    private static double[] some(float @Nullable [] stored) {
        float[] all = Objects.requireNonNull(stored, "a part of the checkpoint is missing");
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            sum += (i + 1) * (double) all[i];
        }
        return new double[] {all.length, sum, all[0], all[all.length / 2], all[all.length - 1]};
    }
}
