package io.github.vflow.cli.data;

import io.github.vflow.cli.format.Csv;
import io.github.vflow.cli.format.Table;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a model is trained on. */
public sealed interface TrainingData permits ToyData, CsvData, ImageTrainingData {
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
    default String describeValidationRow(int row) {
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
            return new ToyData(ToyDensity.named(word), validation > 0, seed);
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
            return new CsvData(
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
        return new CsvData(
                word, table, split.train(), split.validation(), table.rows().splitOrder(train, seed));
    }
}
