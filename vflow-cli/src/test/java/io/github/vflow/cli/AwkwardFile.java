package io.github.vflow.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of {@code resources/awkward}, and what the commands make of it.
 *
 * @param name of the file
 * @param remedy the options that a message names, with which the file is accepted; none if it is accepted as it is
 * @param said a part of what {@code schema} says; may be empty
 * @param columns those that are modelled, in order
 */
record AwkwardFile(String name, List<String> remedy, String said, List<Field> columns) {
    /**
     * A modelled column.
     *
     * @param kind as {@code schema} shows it
     * @param form a regular expression of its cells, also of those that a model draws
     */
    record Field(String name, String kind, String form) {}

    private static final String ONE = "-?\\d+\\.\\d";
    private static final String TWO = "-?\\d+\\.\\d\\d";
    private static final String TWO_COMMA = "-?\\d+,\\d\\d";

    static AwkwardFile of(String name, String said) {
        return new AwkwardFile(name, List.of(), said, List.of());
    }

    AwkwardFile remedy(String... options) {
        return new AwkwardFile(name, List.of(options), said, columns);
    }

    AwkwardFile with(String column, String kind, String form) {
        List<Field> more = new ArrayList<>(columns);
        more.add(new Field(column, kind, form));
        return new AwkwardFile(name, remedy, said, more);
    }

    private AwkwardFile real(String column, String form) {
        return with(column, "real", form);
    }

    private AwkwardFile ab() {
        return real("a", ONE).real("b", TWO);
    }

    static List<AwkwardFile> all() {
        return List.of(
                of("percent.csv", "\"9.7%\", which is read as 9.7 per cent")
                        .real("share", "-?\\d+\\.\\d%")
                        .real("y", TWO),
                of("percent-comma.csv", "\"9,7 %\", which is read as 9.7 per cent")
                        .real("Anteil", "-?\\d+,\\d %")
                        .real("y", TWO_COMMA),
                of("dollars.csv", "\"$1,182.16\", which is read as 1182.16 $")
                        .real("price", "-?\\$(\\d{1,3},)*\\d{1,3}\\.\\d\\d")
                        .real("y", TWO),
                of("euros-after.csv", "\"1.182,16 €\", which is read as 1182.16 €")
                        .real("preis", "-?(\\d{1,3}\\.)*\\d{1,3},\\d\\d €")
                        .real("y", TWO_COMMA),
                of("currency-code.csv", "which is read as 1182 USD")
                        .real("price", "-?USD (\\d{1,3},)*\\d{1,3}")
                        .real("y", TWO),
                of("parentheses.csv", "which is read as ")
                        .real("profit", "\\((\\d{1,3},)*\\d{1,3}\\.\\d\\d\\)|(\\d{1,3},)*\\d{1,3}\\.\\d\\d")
                        .real("y", TWO),
                of("thousands.csv", "which is read as ")
                        .real("population", "-?(\\d{1,3},)*\\d{1,3}")
                        .real("y", TWO),
                of("thousands-points.csv", "note: column 2 (menge) has decimal commas")
                        .real("umsatz", "-?(\\d{1,3}\\.)*\\d{1,3}")
                        .real("menge", TWO_COMMA),
                of("decimal-comma.csv", "note: column 1 (a) has decimal commas")
                        .real("a", "-?\\d+,\\d")
                        .real("y", TWO_COMMA),
                of("decimal-comma-quoted.csv", "note: column 1 (a) has decimal commas")
                        .real("a", "-?\\d+,\\d")
                        .real("y", TWO_COMMA),
                of("unclear-comma.csv", "whose comma may be a decimal sign or separate thousands")
                        .remedy("--decimal", "comma")
                        .real("a", "-?\\d+,\\d\\d\\d")
                        .with("n", "whole", "-?\\d+"),
                of("swiss.csv", "which is read as ")
                        .real("betrag", "-?(\\d{1,3}')*\\d{1,3}\\.\\d\\d")
                        .real("y", TWO),
                of("french.csv", "which is read as ")
                        .real("montant", "-?(\\d{1,3}\\u202F)*\\d{1,3},\\d\\d")
                        .real("y", TWO_COMMA),
                of("minus-after.csv", "which is read as -")
                        .real("saldo", "-?\\d+\\.\\d|\\d+\\.\\d-")
                        .real("y", TWO),
                of("minus-sign.csv", "which is read as -")
                        .real("delta", "[-−]?\\d+\\.\\d")
                        .real("y", TWO),
                of("comma-at-end.csv", "column 3 (x3) has no known cell, so it is ignored")
                        .ab(),
                of("comma-at-end-of-rows.csv", "a separator at the end of each row")
                        .ab(),
                of("sep-line.csv", "").ab(),
                of("title.csv", "\"Sales of the north\" in line 1, which is skipped")
                        .ab()
                        .with("kind", "category", "[uv]"),
                of("comment.csv", "a comment in line 1, which is skipped").ab(),
                of("row-names.csv", "one cell more in each row than names").ab(),
                of("index.csv", "counts the rows, so it is ignored").ab(),
                of("bom-crlf.csv", "").real("größe", ONE).real("b", TWO),
                of("utf16.csv", "").real("größe", ONE).real("b", TWO),
                of("latin1.csv", "the file is not UTF-8").real("größe", ONE).real("b", TWO),
                of("tabs.csv", "").ab(),
                of("bars.csv", "").ab(),
                of("no-header.csv", "has no header").real("x1", ONE).real("x2", TWO),
                of("years-as-names.csv", "--header or --no-header says what the first line is")
                        .remedy("--header")
                        .real("2019", ONE)
                        .real("2020", TWO)
                        .real("2021", TWO),
                of("same-names.csv", "has the name \"a\" of an earlier column, so it is called a.2")
                        .real("a", ONE)
                        .real("a.2", TWO)
                        .real("b", TWO),
                of("lines-in-cells.csv", "column 1 (note) holds text").ab(),
                of("words-for-gaps.csv", "has missing cells in 8 of 36 rows").ab(),
                of(
                                "own-word-for-gaps.csv",
                                "first \"missing\" at line 5; repair these cells, or name their text as missing")
                        .ab(),
                of("units-line.csv", "first \"kg\" at line 2; repair these cells, or name their text as missing")
                        .real("mass", ONE)
                        .real("length", TWO),
                of("two-currencies.csv", "").remedy("--drop", "price").ab(),
                of("copied-column.csv", "column 2 (copy) is a in all rows, so the model leaves it out and checks it")
                        .ab(),
                of("constant.csv", "column 1 (rate) is \"€ 5.00\" in all rows").ab(),
                of("small-numbers.csv", "")
                        .real("a", "-?\\d\\.\\d+[eE]-?\\d+|-?0\\.0+\\d+")
                        .real("b", TWO),
                of("whole-as-floats.csv", "").with("n", "whole", "-?\\d+\\.0").real("b", TWO),
                of("wide-whole.csv", "").real("mass", "-?\\d+").real("b", TWO),
                of("zip-codes.csv", "column 1 (zip) has digits that begin with zero, so they are codes")
                        .with("zip", "category", "00501|01001|02139|98422")
                        .real("y", TWO),
                of("order-numbers.csv", "column 1 (order) numbers the rows")
                        .real("y", TWO)
                        .real("z", ONE),
                of("case.csv", "which are taken for \"TRUE\"")
                        .with("flag", "category", "TRUE|true|True|false")
                        .real("y", TWO),
                of("many-towns.csv", "so the 2 most frequent are labels and all others are \"other\"")
                        .with("town", "category", "Rome|Oslo|other|town \\d+")
                        .real("y", TWO),
                of("dates-iso.csv", "in the form uuuu-MM-dd")
                        .real("day", "\\d{4}-\\d\\d-\\d\\d")
                        .real("y", TWO),
                of("dates-points.csv", "in the form dd.MM.uuuu")
                        .real("tag", "\\d\\d\\.\\d\\d\\.\\d{4}")
                        .real("y", TWO_COMMA),
                of("dates-slashes.csv", "in the form M/d/uuuu")
                        .real("day", "\\d{1,2}/\\d{1,2}/\\d{4}")
                        .real("y", TWO),
                of("moments.csv", "in the form uuuu-MM-dd HH:mm:ss")
                        .real("at", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
                        .real("y", TWO),
                of("times.csv", "in the form HH:mm")
                        .with("at", "circular", "\\d\\d:\\d\\d")
                        .real("y", TWO),
                of("days-or-months.csv", "whose days and months cannot be told apart")
                        .ab(),
                of("epoch.csv", "holds seconds since 1970").real("t", "\\d{10}").real("y", TWO));
    }

    @Override
    public String toString() {
        return name;
    }
}
