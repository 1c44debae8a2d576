package io.github.vflow.cli.data;

import io.github.vflow.cli.console.Console;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.text.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The CSV table to which a command applies a model, block by block. Mutable and not thread-safe. */
public final class ModelTable implements AutoCloseable {
    private final CsvSource source;
    private final RecordReader records;
    private @Nullable List<RecordReader.Entry> first;

    private ModelTable(CsvSource source, RecordReader records) {
        this.source = source;
        this.records = records;
    }

    /**
     * Opens a table. Columns are found by name, or by position where the table or the model has no names.
     *
     * @param file of the model, which knows the texts of missing cells
     * @param origin of the file, for messages
     * @param scorer of the model
     * @throws io.github.vflow.nn.io.FileFormatException if a column of the model is missing
     */
    public static ModelTable open(Path table, CellFormat format, ModelFile file, Path origin, RecordScorer scorer)
            throws IOException {
        CellFormat used = format.orMissingOf(file.notes(), origin.toString());
        CsvSource source = used.source(table);
        return new ModelTable(source, scorer.open(source, used.options()));
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

    /** The first block of records, with which {@link #write} begins. */
    public List<RecordReader.Entry> first() throws IOException {
        first = records.next();
        return first;
    }

    /**
     * The names of columns that are added to a table, with a note where one is not the usual: {@code vflow_score} beside a column {@code score}.
     *
     * @param usual names
     * @throws IllegalArgumentException if the table has all of them, as the answer of an earlier run has
     */
    public static List<String> newNames(Console console, Path table, List<String> columns, List<String> usual) {
        if (!usual.isEmpty() && columns.containsAll(usual)) {
            throw new IllegalArgumentException(
                    table + ": there is a column " + usual.getFirst() + " already; rename or remove it");
        }
        return usual.stream()
                .map(name -> {
                    String added = newName(columns, name);
                    if (!added.equals(name)) {
                        console.note("%s: there is a column %s already, so the added one is %s", table, name, added);
                    }
                    return added;
                })
                .toList();
    }

    private static String newName(List<String> columns, String name) {
        return columns.contains(name) ? newName(columns, "vflow_" + name) : name;
    }

    /**
     * Writes a table of all records, with more columns.
     *
     * @param added their names
     * @param block writes the records of a block
     */
    public void write(OutputStream out, List<String> added, BiConsumer<List<RecordReader.Entry>, CsvOutput> block)
            throws IOException {
        write(out, added, block, _ -> {});
    }

    /**
     * As {@link #write(OutputStream, List, BiConsumer)}.
     *
     * @param end writes what is left after all blocks
     */
    public void write(
            OutputStream out,
            List<String> added,
            BiConsumer<List<RecordReader.Entry>, CsvOutput> block,
            Consumer<CsvOutput> end)
            throws IOException {
        CsvOutput csv = new CsvOutput(out, source.separator());
        csv.write(Stream.concat(records.columns().stream(), added.stream()).toList());
        for (List<RecordReader.Entry> next = first != null ? first : next(); !next.isEmpty(); next = next()) {
            block.accept(next, csv);
        }
        end.accept(csv);
        csv.flush();
    }

    /** The next records while a file is written, whose writer would take a failure to read for a failure to write. */
    private List<RecordReader.Entry> next() {
        try {
            return records.next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of a record, one for each column. */
    public List<String> cells(RecordReader.Entry entry) {
        return CsvOutput.fitted(entry.texts(), records.columns().size(), source.separator());
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
