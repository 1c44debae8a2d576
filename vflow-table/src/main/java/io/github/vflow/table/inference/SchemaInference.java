package io.github.vflow.table.inference;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ColumnKind;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.text.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what columns are, from their profiles and the wishes of the user, and says so where it is not plain. */
public final class SchemaInference {
    private final ReadOptions options;
    private final List<Finding> findings = new ArrayList<>();

    public SchemaInference(ReadOptions options) {
        this.options = options;
    }

    public List<Finding> findings() {
        return findings;
    }

    /**
     * The columns of a source.
     *
     * @param names all different
     * @param unnamed whether the source has no name for the first column
     */
    public Schema infer(List<String> names, List<ColumnProfile> profiles, boolean unnamed) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            Optional<ColumnKind> kind = options.kind(name);
            columns.add(
                    kind.isPresent()
                            ? chosen(j, name, kind.get(), profiles.get(j))
                            : inferred(j, name, profiles.get(j), j == 0 && unnamed));
        }
        return new Schema(columns);
    }

    private Column chosen(int j, String name, ColumnKind kind, ColumnProfile p) {
        return switch (kind) {
            case REAL -> new Column.Real(name);
            case HEAVY_TAILED -> new Column.HeavyTailed(name);
            case BOUNDED -> bounded(name);
            case WHOLE -> new Column.Whole(name);
            case IGNORED -> new Column.Ignored(name);
            case CATEGORY -> {
                if (p.labels().size() >= 2 && p.labels().size() <= ColumnProfile.MOST_LABELS) {
                    yield Column.Category.of(name, List.copyOf(p.labels()));
                }
                add(
                        j,
                        name,
                        Finding.problem(
                                "must have 2 to " + ColumnProfile.MOST_LABELS + " labels to be categories but has "
                                        + (p.labels().size() < 2 ? p.labels().size() : "more"),
                                "choose another kind"));
                yield new Column.Ignored(name);
            }
        };
    }

    private Column bounded(String name) {
        ReadOptions.Range range = options.ranges().get(name);
        if (range == null) {
            throw new IllegalArgumentException(
                    "ReadOptions: the bounded column \"" + name + "\" must have a range but has none; give its bounds");
        }
        return new Column.Bounded(name, range.least(), range.most());
    }

    private Column inferred(int j, String name, ColumnProfile p, boolean unnamed) {
        if (p.known() == 0) {
            return ignored(j, name, "has no known cell, so it is ignored", "");
        }
        if (p.isConstant()) {
            add(
                    j,
                    name,
                    Finding.note(
                            "is " + Finding.quoted(p.value())
                                    + " in all rows, so the model leaves it out and checks it",
                            ""));
            return new Column.Constant(name, p.value());
        }
        if (p.isCount() && (unnamed || isIndexName(name))) {
            return ignored(j, name, "counts the rows, so it is ignored", "");
        }
        if (p.isNumeric()) {
            return p.isWhole() ? new Column.Whole(name) : new Column.Real(name);
        }
        return text(j, name, p);
    }

    private Column text(int j, String name, ColumnProfile p) {
        if (p.isDates()) {
            return ignored(
                    j, name, "holds dates, so it is ignored", "write them as a number, such as days, to use them");
        }
        if (2 * p.hints().count() > p.known()) {
            add(
                    j,
                    name,
                    Finding.problem(
                                    "holds numbers in a form that is not read, first "
                                            + Finding.quoted(p.hints().text()),
                                    Numerals.hint(p.hints().text()))
                            .at(p.hints().count(), p.hints().line()));
            return new Column.Ignored(name);
        }
        if (p.isNearlyDistinct()) {
            String many = p.labels().size() > ColumnProfile.MOST_LABELS
                    ? "more than " + ColumnProfile.MOST_LABELS
                    : Integer.toString(p.labels().size());
            return ignored(
                    j,
                    name,
                    "holds text with " + many + " different values in " + p.known() + " cells, so it is ignored",
                    many.startsWith("more") ? "group its values to use it" : "make it a category to use it");
        }
        return Column.Category.of(name, List.copyOf(p.labels()));
    }

    private Column ignored(int j, String name, String why, String remedy) {
        add(j, name, Finding.note(why, remedy));
        return new Column.Ignored(name);
    }

    private void add(int j, String name, Finding finding) {
        findings.add(finding.in(j + 1, name));
    }

    private static boolean isIndexName(String name) {
        return name.equalsIgnoreCase("index") || name.equalsIgnoreCase("id") || name.startsWith("Unnamed:");
    }
}
