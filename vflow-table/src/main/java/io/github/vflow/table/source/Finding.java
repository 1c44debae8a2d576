package io.github.vflow.table.source;

import io.github.vflow.table.source.text.ControlCharacters;

/**
 * An observation about a table, for the person who reads it.
 *
 * @param isProblem whether the reader must act: values are lost or wrong, or the table has no density, until something is done; else good to know
 * @param position the number of the column, counted from 1; zero if it is about the table
 * @param column the name of the column; empty if it is about the table
 * @param count the number of records that it is about
 * @param line the first line; zero if it has none
 * @param what the observation, as a sentence without its subject
 * @param remedy the action to take; may be empty
 */
public record Finding(
        boolean isProblem, int position, String column, long count, long line, String what, String remedy) {
    private static final int SHOWN = 60;

    /** A note about the table. */
    public static Finding note(String what, String remedy) {
        return new Finding(false, 0, "", 0, 0, what, remedy);
    }

    /** A problem of the table. */
    public static Finding problem(String what, String remedy) {
        return new Finding(true, 0, "", 0, 0, what, remedy);
    }

    /** This finding as one about a column, counted from 1. */
    public Finding in(int number, String name) {
        return new Finding(isProblem, number, name, count, line, what, remedy);
    }

    /** This finding with a number of records and the line of the first. */
    public Finding at(long records, long first) {
        return new Finding(isProblem, position, column, records, first, what, remedy);
    }

    /** A text of a table as part of a message: in quotes, on one line, shortened. */
    public static String quoted(String text) {
        StringBuilder line = new StringBuilder("\"");
        text.chars().limit(SHOWN).forEach(c -> {
            if (ControlCharacters.has(c)) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.append((char) c);
            }
        });
        return line.append(text.length() > SHOWN ? "…\"" : "\"").toString();
    }

    /** One line: the column, the observation, the remedy. */
    @Override
    public String toString() {
        String subject = position == 0 ? "" : "column " + position + " (" + column + ") ";
        return subject + what + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
