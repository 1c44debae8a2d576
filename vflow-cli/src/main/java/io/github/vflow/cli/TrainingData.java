package io.github.vflow.cli;

import io.github.vflow.cli.format.Csv;
import io.github.vflow.cli.format.Table;
import io.github.vflow.flow.data.ColumnException;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.RowBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What a model is trained on. */
sealed interface TrainingData permits TrainingData.Toy, TrainingData.Csvs, Pictures {
    /** As the user calls it. */
    String name();

    /** D_X. */
    int features();

    /** Names of the columns; empty for a toy. */
    List<String> columns();

    /** Rows to train on; zero if they are drawn without end. */
    int size();

    /** One line for a person. */
    String description();

    /** Rows to judge by. */
    Optional<Rows> validation();

    /** Batches, by a seed. */
    BatchSource batches(long seed);

    /** A row to judge by, for a person. */
    default String describeJudge(int row) {
        return "row " + row + " of the validation data (counted from 0)";
    }

    /** Changes when the numbers do. */
    String fingerprint();

    /** Whether a word is the name of a toy, and no file has that name. */
    static boolean isToy(String word) {
        return ToyDensity.names().contains(word) && !Files.exists(Path.of(word));
    }

    /**
     * Finds the data of a name.
     *
     * @param validation the fraction of rows that is kept for validation
     */
    static TrainingData named(String word, double validation, long seed) throws IOException {
        if (isToy(word)) {
            return new Toy(ToyDensity.named(word), validation > 0, seed);
        }
        Path file = Path.of(word);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    word,
                    null,
                    "neither a file nor a toy density; the toys are " + String.join(", ", ToyDensity.names()));
        }
        Table table = Csv.read(file);
        if (validation == 0) {
            return new Csvs(
                    word,
                    table,
                    table.rows(),
                    null,
                    IntStream.range(0, table.rows().size()).toArray());
        }
        if (table.rows().size() < 2) {
            throw new IllegalArgumentException(word + ": one row cannot be split; give more rows, or --validation 0");
        }
        double train = Math.clamp(
                1 - validation,
                1.0 / table.rows().size(),
                1 - 1.0 / table.rows().size());
        Rows.Split split = table.rows().split(train, seed);
        return new Csvs(
                word, table, split.train(), split.validation(), table.rows().splitOrder(train, seed));
    }

    /**
     * Fresh points for each batch.
     *
     * @param toy the density
     * @param isJudged whether there are validation rows
     * @param seed of the validation rows
     */
    record Toy(ToyDensity toy, boolean isJudged, long seed) implements TrainingData {
        /** Points that no training batch has. */
        private static final long APART = 0x7E57_7E57L;

        private static final int JUDGES = 2_000;

        /** Points for testing. */
        static Rows test(ToyDensity toy, int n, long seed) {
            return toy.sample(n, seed ^ APART);
        }

        @Override
        public String name() {
            return toy.label();
        }

        @Override
        public int features() {
            return 2;
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public String description() {
            return "fresh points for each batch";
        }

        @Override
        public Optional<Rows> validation() {
            return isJudged ? Optional.of(test(toy, JUDGES, seed)) : Optional.empty();
        }

        @Override
        public BatchSource batches(long batchSeed) {
            return BatchSource.of(features(), toy.sampler(batchSeed)::fill);
        }

        @Override
        public String fingerprint() {
            return name();
        }
    }

    /**
     * A table in a file.
     *
     * @param name of the file
     * @param table all of it
     * @param train the rows to train on
     * @param judges the rows to judge by
     * @param order the rows of the table: those to train on, then the others
     */
    record Csvs(
            String name, Table table, Rows train, @Nullable Rows judges, int[] order) implements TrainingData {
        @Override
        public int features() {
            return train.features();
        }

        @Override
        public List<String> columns() {
            return table.columns();
        }

        @Override
        public int size() {
            return train.size();
        }

        @Override
        public String description() {
            return Text.format(
                    "%,d rows of %d columns, %,d of them for validation",
                    table.rows().size(), features(), table.rows().size() - train.size());
        }

        @Override
        public Optional<Rows> validation() {
            return Optional.ofNullable(judges);
        }

        @Override
        public BatchSource batches(long seed) {
            return new RowBatches(train, seed, this::describe);
        }

        @Override
        public String fingerprint() {
            CRC32C sum = new CRC32C();
            byte[] bits = new byte[Double.BYTES * features()];
            ByteBuffer row = ByteBuffer.wrap(bits);
            for (int i = 0; i < table.rows().size(); i++) {
                row.clear().asDoubleBuffer().put(table.rows().copyRow(i));
                sum.update(bits);
            }
            return Text.format("%d x %d, crc32c %08x", table.rows().size(), features(), sum.getValue());
        }

        private String describe(int row) {
            return described(order[row]);
        }

        @Override
        public String describeJudge(int row) {
            return described(order[train.size() + row]);
        }

        private String described(int row) {
            return Text.format("row %,d of %s (the first row of numbers is 1): ", row + 1, name)
                    + IntStream.range(0, features())
                            .mapToObj(
                                    j -> columns().get(j) + " = " + table.rows().text(row, j))
                            .collect(Collectors.joining(", "));
        }

        /**
         * The moments of the columns, or none, if float32 tells their numbers apart.
         *
         * @throws IllegalArgumentException if a column is constant, or float32 does not
         */
        Standardization standardization(boolean raw) {
            try {
                if (raw) {
                    Standardization.none().requireResolved(train);
                    return Standardization.none();
                }
                return Standardization.of(train);
            } catch (ColumnException e) {
                throw new IllegalArgumentException(
                        Text.format(
                                "%s: column %d (%s) %s",
                                name, e.column() + 1, columns().get(e.column()), e.reason()),
                        e);
            }
        }
    }
}
