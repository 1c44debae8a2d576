package io.github.vflow.cli.data;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The CSV table to which a command applies a model, block by block. Mutable and not thread-safe. */
public final class ModelTable implements AutoCloseable {
    private final CsvSource source;
    private final RecordReader records;

    private ModelTable(CsvSource source, RecordReader records) {
        this.source = source;
        this.records = records;
    }

    /**
     * Opens a table. Columns are found by name, or by position where the table or the model has no names.
     *
     * @param file of the model, which knows the texts of missing cells
     * @param origin of the file, for messages
     * @throws io.github.vflow.nn.io.FileFormatException if a column of the model is missing
     */
    public static ModelTable open(Path table, CellFormat format, ModelFile file, Path origin, TableModel model)
            throws IOException {
        CellFormat used = format.orMissingOf(file.notes(), origin.toString());
        CsvSource source = used.source(table);
        try (RecordScorer scorer = RecordScorer.of(model)) {
            return new ModelTable(source, scorer.open(source, used.options()));
        }
    }

    /**
     * Opens the table of a search for odd rows again.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if a column of the search is missing
     */
    public static ModelTable open(Path table, CellFormat format, ReadOptions options, Outliers found)
            throws IOException {
        CsvSource source = format.source(table);
        return new ModelTable(source, found.open(source, options));
    }

    /** The records. */
    public RecordReader records() {
        return records;
    }

    /** The next records while a file is written, whose writer would take a failure to read for a failure to write. */
    public List<RecordReader.Entry> nextUnchecked() {
        try {
            return records.next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of a record, one for each column: a short record is filled up with empty ones, a long one is cut. */
    public List<String> cells(RecordReader.Entry entry) {
        List<String> texts = new ArrayList<>(entry.texts());
        int width = records.columns().size();
        texts.addAll(Collections.nCopies(Math.max(0, width - texts.size()), ""));
        return texts.subList(0, width);
    }

    /** The separator of the cells. */
    public char separator() {
        return source.separator();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
