package io.github.vflow.table;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.outlier.FoldVerdicts;
import io.github.vflow.table.outlier.TableSearch;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.training.TrainingRun;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The odd rows of a table that has normal and odd rows, without clean rows and without a share of odd ones to be given.
 *
 * <p>A density that did not see the row gives its score; see {@code OutlierSearch}. The p-value is the rank of the score among the rows that are not
 * odd, so a part α of these rows has a p-value of at most α. That holds in the table and is no promise for new rows; calibrate a model for them.
 *
 * @param table the rows
 * @param verdicts one for each row; empty for a row without a known cell. {@link Verdict#isAlarm} says whether the row is odd,
 *     and {@link Verdict#attribution} blames one column
 * @param found how each odd row was found: by which view, and in which columns; empty for the others
 */
public record Outliers(Table table, List<Optional<Verdict>> verdicts, List<Optional<Found>> found) {
    public Outliers {
        verdicts = List.copyOf(verdicts);
        found = List.copyOf(found);
    }

    /**
     * Finds the odd rows of a table by the standard search.
     *
     * @throws IllegalArgumentException if the table has too few rows, or no column that varies
     */
    public static Outliers find(Table table) {
        try {
            return of(
                    table,
                    TrainingRun.search(TableSearch.of(table), Optional.empty()).orElseThrow());
        } catch (IOException e) {
            // a search without a checkpoint has no files
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the source of the table again: record by record; its rows are the records without a fault.
     *
     * @throws IOException if the source cannot be read, or has other columns
     */
    public RecordReader open(TableSource source, ReadOptions options) throws IOException {
        return RecordReader.open(source, table.schema(), options);
    }

    /** Whether a row is odd. */
    public boolean isOdd(int row) {
        return verdicts.get(row).map(Verdict::isAlarm).orElse(false);
    }

    /** The numbers of the odd rows, the oddest first. */
    public int[] odd() {
        return IntStream.range(0, verdicts.size())
                .filter(this::isOdd)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> verdicts.get(i).orElseThrow().score()))
                .mapToInt(i -> i)
                .toArray();
    }

    /** The rows that are not odd, in their order: a table to train on. */
    public Table clean() {
        return table.select(
                IntStream.range(0, verdicts.size()).filter(i -> !isOdd(i)).toArray());
    }

    static Outliers of(Table table, List<Optional<FoldVerdicts.Judged>> judged) {
        return new Outliers(
                table,
                judged.stream().map(j -> j.map(FoldVerdicts.Judged::verdict)).toList(),
                judged.stream().map(j -> j.flatMap(FoldVerdicts.Judged::found)).toList());
    }

    @Override
    public String toString() {
        return odd().length + " of " + verdicts.size() + " rows are odd";
    }
}
