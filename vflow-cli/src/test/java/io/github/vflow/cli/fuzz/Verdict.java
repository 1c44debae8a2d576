package io.github.vflow.cli.fuzz;

/** What became of a damaged file. */
public sealed interface Verdict {
    /** It was read, perhaps as something else. */
    record Loaded() implements Verdict {}

    /** It was refused in a message that names it. */
    record Refused() implements Verdict {}

    /**
     * It was neither.
     *
     * @param what happened
     * @param where alike for files that show the same fault
     */
    record Wrong(String what, String where) implements Verdict {}
}
