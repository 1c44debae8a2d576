package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule that decides the kind of a column has a limit: columns on both sides of it. */
final class InferenceLimitsTest {
    /**
     * A column at a limit.
     *
     * @param name of the column
     * @param cells of the column
     * @param kind that is inferred, as the word of its class
     */
    record Limit(String rule, String name, List<String> cells, String kind) {
        @Override
        public String toString() {
            return rule + ": " + kind;
        }
    }

    private static List<String> cells(int n, IntFunction<String> cell) {
        return IntStream.range(0, n).mapToObj(cell).toList();
    }

    /** Texts with some different labels, each of which occurs before one repeats. */
    private static List<String> labels(int different, int cells) {
        return cells(cells, i -> "label " + i % different);
    }

    private static List<String> both(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Limit of(String rule, String kind, List<String> cells) {
        return new Limit(rule, "c", cells, kind);
    }

    static Stream<Limit> limits() {
        List<String> reals = cells(80, i -> i + "." + i % 10 + "5");
        return Stream.of(
                of("half of the cells are different texts", "Category", labels(30, 60)),
                of("more than half are", "Ignored", labels(31, 60)),
                of("ten texts of which most differ", "Category", labels(10, 12)),
                of("eleven", "Ignored", labels(11, 12)),
                of("a hundred labels", "Category", labels(100, 400)),
                of("a hundred and one, none of which is frequent", "Ignored", labels(101, 400)),
                of("four numbers for each text", "Real", both(reals, labels(2, 20))),
                of(
                        "fewer",
                        "Category",
                        both(reals.subList(0, 40), labels(2, 11)).stream()
                                .map(text -> text.startsWith("label") ? text : text.substring(0, 1) + ".5")
                                .toList()),
                of("whole numbers a thousand apart", "Whole", cells(90, i -> "" + (i == 5 ? 1_000 : i % 40))),
                of("farther apart", "Real", cells(90, i -> "" + (i == 5 ? 1_001 : i % 40))),
                of(
                        "nearly all whole numbers differ, and few are left out",
                        "Ignored",
                        cells(200, i -> "" + (3 + i * 7 % 200))),
                of("a third is left out", "Whole", cells(200, i -> "" + (3 + i * 7 % 200 * 8 / 5))),
                of("digits that begin with zero", "Category", cells(60, i -> "0" + i % 5)),
                of("zero alone does not", "Whole", cells(60, i -> "" + i % 5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void theKindChangesAtTheLimit(Limit limit) throws IOException {
        List<Map<String, Object>> rows = IntStream.range(0, limit.cells.size())
                .<Map<String, Object>>mapToObj(i -> Map.of(limit.name, limit.cells.get(i), "other", i % 17 + 0.5))
                .toList();
        Column c = Table.read(ObjectSource.ofMaps(rows), ReadOptions.standard())
                .table()
                .schema()
                .column(limit.name);
        assertEquals(limit.kind, c.getClass().getSimpleName());
    }
}
