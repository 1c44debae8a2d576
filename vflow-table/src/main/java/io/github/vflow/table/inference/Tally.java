package io.github.vflow.table.inference;

import io.github.vflow.table.source.Finding;

/** Counts cells of one kind, and keeps the first. Mutable. */
public final class Tally {
    private long count;
    private long line;
    private String text = "";

    public void add(long at, Object cell) {
        if (count == 0) {
            line = at;
            text = cell.toString();
        }
        count++;
    }

    /** Adds the cells of another count. */
    void add(Tally other) {
        if (count == 0) {
            line = other.line;
            text = other.text;
        }
        count += other.count;
    }

    public long count() {
        return count;
    }

    /** The place of the first cell. */
    public long line() {
        return line;
    }

    /** The first cell as text. */
    public String text() {
        return text;
    }

    /** "1 cell", "2 cells". */
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** "2 of 178 rows, first "n/a" at line 7". */
    public String of(long rows, String unit) {
        return count + " of " + count(rows, "row") + ", first " + Finding.quoted(text) + " at " + unit + " " + line;
    }

    /** A finding that asks for a remedy; its text ends with these rows. */
    public Finding problem(long rows, String unit, String what, String remedy) {
        return Finding.problem(what + of(rows, unit), remedy).at(count, line);
    }

    /** A finding that is good to know; its text ends with these rows. */
    public Finding note(long rows, String unit, String what) {
        return note(rows, unit, what, "");
    }

    /** A finding that is good to know, with a remedy. */
    public Finding note(long rows, String unit, String what, String remedy) {
        return Finding.note(what + of(rows, unit), remedy).at(count, line);
    }
}
