package io.github.vflow.table.inference;

import io.github.vflow.table.source.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides for each column whether a point or a comma is its decimal sign, by all of its cells. */
final class DecimalSigns {
    private static final String ASK = "say whether the decimal sign is a point or a comma";

    private DecimalSigns() {}

    /** The sign of the columns that show one, if they agree. */
    static Optional<Character> shown(Collection<NumberProfile> columns) {
        Set<Character> signs =
                columns.stream().flatMap(numbers -> numbers.decided().stream()).collect(Collectors.toSet());
        return signs.size() == 1 ? signs.stream().findFirst() : Optional.empty();
    }

    /**
     * Chooses the sign of a column: the one that the user gives, else the one with which more cells are numbers, else the sign of other columns.
     *
     * @param commas whether commas separate the cells, so that a comma in a number is no usual decimal sign
     * @return a finding if the cells can be read either way, and no other column says how
     */
    static List<Finding> choose(
            NumberProfile numbers, Optional<Character> asked, Optional<Character> shown, boolean commas) {
        char sign = asked.or(numbers::decided).or(() -> shown).orElse('.');
        numbers.choose(sign);
        if (!numbers.isUnclear() || asked.isPresent() || shown.isPresent() || commas) {
            return List.of();
        }
        Tally unclear = numbers.unclear();
        boolean hasComma = unclear.text().indexOf(',') >= 0;
        return List.of(
                hasComma
                        ? Finding.problem(
                                        "holds numbers such as " + Finding.quoted(unclear.text())
                                                + ", whose comma may be a decimal sign or separate thousands",
                                        ASK)
                                .at(unclear.count(), unclear.line())
                        : Finding.note(
                                "holds numbers such as " + Finding.quoted(unclear.text())
                                        + ", whose point is read as a decimal sign",
                                ASK + " if it separates thousands"));
    }

    /** Says how numbers are read that programs write in another form. */
    static List<Finding> readings(NumberProfile numbers) {
        boolean comma = numbers.chosen().point == ',';
        boolean isUnclear =
                numbers.unclear().count() > 0 && numbers.chosen().group().isPresent();
        Tally written = isUnclear ? numbers.unclear() : numbers.written();
        if (written.count() == 0) {
            return List.of();
        }
        if (comma && numbers.unit().isEmpty() && !numbers.chosen().group().isPresent()) {
            return List.of(Finding.note("has decimal commas", ""));
        }
        return List.of(Finding.note(
                "has numbers in the form " + Finding.quoted(written.text()) + ", which is read as "
                        + ColumnValues.shown(numbers.notation().parse(written.text()))
                        + (numbers.unit().isEmpty() ? "" : " " + unit(numbers)),
                ""));
    }

    private static String unit(NumberProfile numbers) {
        return switch (numbers.unit()) {
            case "%" -> "per cent";
            case "\u2030" -> "per mille";
            default -> numbers.unit();
        };
    }
}
