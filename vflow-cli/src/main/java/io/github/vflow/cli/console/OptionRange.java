package io.github.vflow.cli.console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The range of an integer option. A value far beyond any use is an error before anything of that size is allocated.
 *
 * @param option the name of the option
 * @param least the smallest value
 * @param most the largest value
 */
public record OptionRange(String option, long least, long most) {
    /** A range without an upper end. */
    public static OptionRange from(String option, long least) {
        return new OptionRange(option, least, Long.MAX_VALUE);
    }

    /**
     * Checks a value.
     *
     * @throws ParameterException if the value is out of range
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
