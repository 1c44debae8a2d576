package io.github.vflow.table.inference;

import io.github.vflow.table.source.Finding;
import org.jspecify.annotations.Nullable;

/** Counts cells of one kind, and keeps the first. Mutable. */
public final class Tally {
    private long count;
    private long line;
    private String text = "";

    public void add(long at, @Nullable Object cell) {
        if (count == 0) {
            line = at;
            text = String.valueOf(cell);
        }
        count++;
    }

    public long count() {
        return count;
    }

    public long line() {
        return line;
    }

    /** The first, as it was met. */
    public String text() {
        return text;
    }

    /** "2 of 178 rows, first "n/a" at line 7". */
    public String of(long rows, String unit) {
        return count + " of " + rows + (rows == 1 ? " row" : " rows") + ", first " + Finding.quoted(text) + " at "
                + unit + " " + line;
    }
}
