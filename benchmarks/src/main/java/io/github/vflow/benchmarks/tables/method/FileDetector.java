package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.benchmarks.tables.data.TableFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The alarms of a model that learned from a CSV file, as {@code vflow train} and {@code vflow score --alarms} do without another option: kinds of
 * columns, relations and atoms are found in the file. A row that breaks a relation is odder than each row that breaks none.
 */
record FileDetector() implements Detector {
    /** More than the scores of rows without a breach differ. */
    private static final double BREACH = 1e9;

    /** The score of a row depends on no rate. */
    private static final double RATE = 0.5;

    @Override
    public Learned fit(double[][] rows, long seed) {
        try {
            Recipe recipe = Recipe.standard().withFillSteps(1).withSeed(seed).withThreads(1);
            return new OnFile(TableModel.fit(TableFile.read(rows), recipe));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean takesUnits() {
        return true;
    }

    private record OnFile(TableModel model) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            try {
                Path file = TableFile.write(rows);
                try (RecordScorer scorer = RecordScorer.of(model);
                        RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
                    return scores(records);
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private double[] scores(RecordReader records) throws IOException {
            Alarm alarm = model.alarm(RATE);
            List<Double> scores = new ArrayList<>();
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                // a record with a fault, such as a number beyond float32, is as odd as can be
                block.stream()
                        .map(e -> e.isScorable()
                                ? score(alarm, e) - BREACH * e.breaches().size()
                                : Double.NEGATIVE_INFINITY)
                        .forEach(scores::add);
            }
            return scores.stream().mapToDouble(x -> x).toArray();
        }

        private static double score(Alarm alarm, RecordReader.Entry entry) {
            return alarm.judge(entry.row()).score();
        }

        /** It is one, but kinds of columns decide its unit. */
        @Override
        public boolean isDensity() {
            return false;
        }

        @Override
        public String about() {
            return model.toString();
        }
    }
}
