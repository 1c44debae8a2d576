package io.github.vflow.table.data;

import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.text.ControlCharacters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of columns that are all different and printable, made of the names of a source. */
final class ColumnNames {
    private ColumnNames() {}

    /** The names; a column without one is x1, x2, …, and the second "a" is "a.2". */
    static List<String> of(List<String> raw, List<Finding> findings) {
        Set<String> names = new LinkedHashSet<>();
        for (int j = 0; j < raw.size(); j++) {
            String wanted = raw.get(j).isEmpty() ? "x" + (j + 1) : printable(raw.get(j));
            String name = wanted;
            for (int k = 2; !names.add(name); k++) {
                name = wanted + "." + k;
            }
            for (Finding f : about(raw.get(j), j, name)) {
                findings.add(f.in(j + 1, name));
            }
        }
        return List.copyOf(names);
    }

    private static List<Finding> about(String raw, int j, String name) {
        List<Finding> found = new ArrayList<>();
        if (raw.isEmpty() && j > 0) {
            found.add(Finding.note("has no name, so it is called " + name, ""));
        } else if (!raw.isEmpty() && !printable(raw).equals(raw)) {
            found.add(Finding.problem(
                    "must have printable text in one line as its name but has " + Finding.quoted(raw),
                    "rename the column"));
        } else if (!raw.isEmpty() && !raw.equals(name)) {
            found.add(Finding.note("has the name \"" + raw + "\" of an earlier column, so it is called " + name, ""));
        }
        return found;
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append(ControlCharacters.has(c) ? '?' : (char) c));
        return text.toString();
    }
}
