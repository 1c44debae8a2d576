package io.github.vflow.cli.data;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.verdict.RowModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The table to which a model is applied, block by block in memory that does not grow with its rows. Mutable and not thread-safe.
 */
public final class ModelTable implements AutoCloseable {
    private final CsvSource source;
    private final RecordReader reader;
    private final Schema schema;
    private final Set<String> missing;
    private final Model model;
    private long scorable;
    private long incomplete;
    private long firstIncomplete;

    private ModelTable(CsvSource source, RecordReader reader, Schema schema, Set<String> missing, Model model) {
        this.source = source;
        this.reader = reader;
        this.schema = schema;
        this.missing = missing;
        this.model = model;
    }

    /**
     * Opens a table. Columns are found by name, or by position where the table or the model has no names.
     *
     * @param origin the file of the model, for messages
     * @throws FileFormatException if a column of the model is missing
     */
    public static ModelTable open(Path file, CellFormat format, ModelFile model, Path origin) throws IOException {
        CellFormat used = format.orMissingOf(model.notes(), origin.toString());
        Schema schema = TableModel.of(model, origin.toString()).schema();
        CsvSource source = used.source(file);
        RecordReader reader = RecordReader.open(source, schema, used.options());
        return new ModelTable(source, reader, schema, used.options().missing(), model.model());
    }

    /**
     * Some records, and the rows of those that the model can score.
     *
     * @param entries all of them
     * @param places of the rows among the entries
     * @param numbers of the rows, one after the other
     */
    public record Block(List<RecordReader.Entry> entries, int[] places, double[] numbers) {
        /** The rows that the model can score; there must be one. */
        public Rows rows() {
            return Rows.withGaps(numbers, numbers.length / places.length);
        }
    }

    /**
     * The next records; none at the end.
     *
     * @throws IOException if the table cannot be read, or is damaged from there on
     */
    public Block next() throws IOException {
        List<RecordReader.Entry> entries = reader.next();
        int[] places = IntStream.range(0, entries.size())
                .filter(i -> isScorable(entries.get(i)))
                .toArray();
        scorable += places.length;
        int width = model.width();
        double[] numbers = new double[places.length * width];
        for (int k = 0; k < places.length; k++) {
            System.arraycopy(entries.get(places[k]).row(), 0, numbers, k * width, width);
        }
        return new Block(entries, places, numbers);
    }

    /**
     * All rows from here on that the model can score.
     *
     * @throws FileFormatException if there is none
     * @throws IOException if the table cannot be read
     */
    public Rows rest(Path file) throws IOException {
        List<double[]> blocks = new ArrayList<>();
        for (Block b = next(); !b.entries().isEmpty(); b = next()) {
            blocks.add(b.numbers());
        }
        double[] all = blocks.stream().flatMapToDouble(Arrays::stream).toArray();
        if (all.length == 0) {
            throw new FileFormatException(file + ": there is no row that the model can score; give some");
        }
        return Rows.withGaps(all, model.width());
    }

    /** A record with the labels that the model does not know, whose cells count as missing. */
    public RowModel.Observed observed(RecordReader.Entry entry) {
        return reader.observed(entry);
    }

    /** As {@link #next} while a file is written, whose writer would take a failure to read for its own. */
    public Block nextUnchecked() {
        try {
            return next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isScorable(RecordReader.Entry entry) {
        if (!entry.isScorable()) {
            return false;
        }
        for (int j = 0; j < entry.row().length; j++) {
            if (Double.isNaN(entry.row()[j])
                    && (j >= model.features() || model.forMissing().isEmpty())) {
                incomplete++;
                firstIncomplete = firstIncomplete == 0 ? entry.line() : firstIncomplete;
                return false;
            }
        }
        return true;
    }

    /** Whether a cell is missing, as text. */
    public boolean isMissing(String cell) {
        String bare = cell.strip();
        return bare.isEmpty() || missing.contains(bare);
    }

    /** The names of all columns; those of the model if the table has none but is read by position. */
    public List<String> columns() {
        List<String> names = new ArrayList<>(reader.columns());
        if (!reader.isNamed()) {
            schema.names().stream()
                    .filter(name -> reader.place(name) >= 0)
                    .forEach(name -> names.set(reader.place(name), name));
        }
        return List.copyOf(names);
    }

    /** The columns of the model, with those that it leaves out. */
    public Schema schema() {
        return schema;
    }

    /** The place of a column of the model among the cells of a record; −1 if it is not there. */
    public int place(String column) {
        return reader.place(column);
    }

    /** Between the cells. */
    public char separator() {
        return source.separator();
    }

    /** The number of records so far. */
    public long records() {
        return reader.records();
    }

    /** How many of them the model cannot score. */
    public long unscored() {
        return reader.records() - scorable;
    }

    /** What was found so far: why rows cannot be scored, and what else is worth knowing. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(reader.findings());
        if (incomplete > 0) {
            all.add(Finding.problem(
                            "has missing cells that the model cannot integrate out in " + incomplete + " of "
                                    + reader.records() + " rows, first line " + firstIncomplete,
                            model.given() > 0
                                    ? "a model of p(y | x) needs complete rows"
                                    : "train the model again to score such rows")
                    .at(incomplete, firstIncomplete));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
