package io.github.vflow.cli.console;

/** The result of a command: a record whose components are the JSON object of {@code --json}, and whose text is for people. */
public interface Result {
    /** The result in lines, without a line break at the end. */
    String text();
}
