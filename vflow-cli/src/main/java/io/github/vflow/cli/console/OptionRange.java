package io.github.vflow.cli.console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The whole numbers that make sense behind an option: what is far beyond all use is refused before anything of that size is made.
 *
 * @param option its name
 * @param least the least of them
 * @param most the most
 */
public record OptionRange(String option, long least, long most) {
    /** Without an upper end. */
    public static OptionRange from(String option, long least) {
        return new OptionRange(option, least, Long.MAX_VALUE);
    }

    /**
     * Checks a value.
     *
     * @throws ParameterException if it is out of range
     */
    public void check(CommandSpec command, long value) {
        if (value < least || value > most) {
            String rule = value > most
                    ? Text.format("be at most %,d", most)
                    : least == 0 ? "not be negative" : Text.format("be at least %,d", least);
            throw new ParameterException(command.commandLine(), option + " must " + rule + " but is " + value);
        }
    }
}
