package io.github.vflow.table.source.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables as text. */
public final class TextTable {
    private TextTable() {}

    /** Lines of a table with its columns one below the other. */
    public static List<String> of(List<String> titles, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(titles);
        all.addAll(rows);
        int[] widths = IntStream.range(0, titles.size())
                .map(j ->
                        all.stream().mapToInt(row -> row.get(j).length()).max().orElse(0))
                .toArray();
        return all.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(j ->
                                row.get(j) + " ".repeat(widths[j] - row.get(j).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }
}
