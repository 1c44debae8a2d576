package io.github.vflow.table.inference;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.NumberGrid;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds problems of a table before a density is learned from it. */
public final class TableChecks {
    private final Schema schema;
    private final int[] from;
    private final List<Column> columns;
    private final int[] positions;
    private final Rows rows;
    private final long[] lines;

    /**
     * Checks of a table.
     *
     * @param from the place in the source of each column of the schema, counted from 0
     * @param lines of the rows in the source
     */
    public TableChecks(Schema schema, int[] from, Rows rows, long[] lines) {
        this.schema = schema;
        this.from = from;
        this.columns = schema.modelled().columns();
        this.positions =
                columns.stream().mapToInt(c -> from[schema.index(c.name())] + 1).toArray();
        this.rows = rows;
        this.lines = lines;
    }

    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        if (rows.size() < KindDefaults.FEW_ROWS) {
            all.add(Finding.note(
                    "has " + rows.size() + (rows.size() == 1 ? " row" : " rows")
                            + ", too few for more than a rough density",
                    "give some hundred rows at least"));
        }
        Rows others = rows.without(columns.stream().map(Column::atoms).toList());
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            ColumnValues values = ColumnValues.of(rows, j);
            if (!c.atoms().isEmpty()) {
                atoms(j, values, ColumnValues.of(others, j)).ifPresent(all::add);
            } else {
                usual(all, j, values);
            }
            if (c.isContinuous()) {
                outliers(all, j, ColumnValues.of(others, j));
            }
        }
        relations(all);
        return all;
    }

    private void relations(List<Finding> all) {
        for (Column c : schema.columns()) {
            int place = from[schema.index(c.name())] + 1;
            c.relation().ifPresent(by -> all.add(about(by).in(place, c.name())));
            if (c.isCategory() && !c.rule().isEmpty()) {
                all.add(Finding.note(
                                "is " + c.rule() + ", in all rows, so another label there is an alarm",
                                "give it a kind to leave it unchecked")
                        .in(place, c.name()));
            }
        }
    }

    private static Finding about(Relation by) {
        return switch (by) {
            case Moment moment ->
                Finding.note(
                        "shows seasons, so it is modelled by its " + moment.shown(),
                        "make it real to model its days alone");
            case NumberGrid grid ->
                Finding.note(
                        "is " + grid.words() + ", so the model learns " + grid.shown(),
                        "make it real to model all numbers alike");
            case Relation.Near near ->
                Finding.note(
                        "is " + near.words() + ", so the model learns "
                                + near.parts().getFirst().name(),
                        "give it a kind to model it alone");
            default ->
                Finding.note(
                        "is " + by.words() + " in all rows, so the model leaves it out and checks it",
                        "give it a kind to model it");
        };
    }

    /** Empty if all numbers are atoms: the use of the column says so. */
    private Optional<Finding> atoms(int j, ColumnValues values, ColumnValues others) {
        Column c = columns.get(j);
        List<Double> atoms = c.atoms();
        int known = values.sorted().size();
        long at = Arrays.stream(values.sorted().toArray())
                .filter(x -> atoms.contains(x + 0.0))
                .count();
        String rest = ", and the others have " + (c.isWhole() ? "the rest" : "a density");
        if (at == known) {
            return Optional.empty();
        }
        String text;
        if (atoms.size() == 1) {
            text = "is " + shown(c, atoms.getFirst()) + " in " + percent(at, known)
                    + " of the rows, so this number has a probability of its own" + rest;
        } else {
            text = "is one of "
                    + (atoms.size() > KindDefaults.ATOMS_NAMED
                            ? atoms.size() + " numbers"
                            : atoms.stream().map(x -> shown(c, x)).collect(Collectors.joining(", ")))
                    + " in " + percent(at, known) + " of the rows, so each has a probability of its own" + rest;
        }
        String codes = atoms.stream()
                .filter(x -> isCode(x, others.sorted()))
                .map(x -> shown(c, x))
                .collect(Collectors.joining(", "));
        return Optional.of(Finding.note(
                        text,
                        codes.isEmpty()
                                ? "give it the kind " + (c.isWhole() ? "integer" : "real")
                                        + " to model all numbers alike"
                                : "name it as missing (--missing " + codes + ") if it stands for no value")
                .at(at, 0)
                .in(positions[j], c.name()));
    }

    /** Whether an atom is far below or above all other numbers. */
    private static boolean isCode(double atom, Sorted others) {
        double low = others.lower(0);
        double high = others.lower(1);
        double range = others.lower(0.75) - others.lower(0.25);
        return atom != 0
                && ((atom < low && FarNumbers.isBeyond(atom, low, range))
                        || (atom > high && FarNumbers.isBeyond(atom, high, range)));
    }

    private String shown(Column c, double number) {
        return schema.notation(c.name()) instanceof Notation.Numbers
                ? ColumnValues.shown(number)
                : schema.notation(c.name()).text(number);
    }

    private static String percent(long part, int all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }

    private void usual(List<Finding> all, int j, ColumnValues values) {
        int known = values.sorted().size();
        if (values.usualCount() >= KindDefaults.MOSTLY_ONE_VALUE * known && known >= KindDefaults.FEW_ROWS) {
            Column c = columns.get(j);
            boolean real = c.isContinuous() && !c.hasHeavyTails();
            all.add(Finding.note(
                            "is " + Finding.quoted(String.valueOf(c.decode(values.usual()))) + " in "
                                    + values.usualCount() + " of " + known + " rows"
                                    + (real ? ", so its density is little but a spike" : ""),
                            real ? "make it whole or categories if it has few values" : "")
                    .at(values.usualCount(), 0)
                    .in(positions[j], c.name()));
        }
    }

    private void outliers(List<Finding> all, int j, ColumnValues values) {
        Column c = columns.get(j);
        int[] far = FarNumbers.rows(rows, j, c.atoms(), KindDefaults.RUINOUS);
        if (far.length == 0) {
            return;
        }
        Tally tally = new Tally();
        for (int i : far) {
            tally.add(lines[i], ColumnValues.shown(rows.get(i, j)));
        }
        String where = tally.of(rows.size(), "line") + ", while half of its numbers lie in "
                + ColumnValues.shown(values.sorted().nearest(0.25)) + " … "
                + ColumnValues.shown(values.sorted().nearest(0.75));
        Finding finding = c.hasHeavyTails()
                ? Finding.note(
                        "has numbers far beyond the others in " + where + ", so the model sees it through an arcsinh",
                        "repair or remove them if they are errors")
                : Finding.problem(
                        "has numbers that ruin its scale in " + where,
                        "repair or remove them, make it heavy, or give a range");
        all.add(finding.at(tally.count(), tally.line()).in(positions[j], c.name()));
    }
}
