package io.github.vflow.cli.console;

/** The result of a command, for people and as JSON: a record whose components are the JSON object of {@code --json}, or {@link Facts}. */
public interface Result {
    /** The result in lines, without a line break at the end. */
    String text();
}
