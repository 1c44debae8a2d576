package io.github.vflow.cli.console;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.cli.usage.UsageException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The range of an integer option. A value far beyond any use is an error before anything of that size is allocated.
 *
 * @param option the name of the option
 * @param least the smallest value
 * @param most the largest value
 */
public record OptionRange(String option, long least, long most) {
    /**
     * Checks the options of a command line that declare a {@link Range} or a {@link Share}.
     *
     * @throws UsageException if a value is out of range
     */
    public static void checkAll(ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.userObject() instanceof Field field) {
                check(option, field.getAnnotation(Range.class), field.getAnnotation(Share.class));
            }
        }
    }

    private static void check(OptionSpec option, @Nullable Range range, @Nullable Share share) {
        Object value = Objects.requireNonNull(option.getValue());
        String name = option.longestName();
        if (range != null) {
            OptionRange all = new OptionRange(name, range.least(), range.most());
            Collection<?> numbers = value instanceof Collection<?> list ? list : List.of(value);
            numbers.forEach(number -> all.check(((Number) number).longValue()));
        }
        if (share != null) {
            double number = ((Number) value).doubleValue();
            UsageException.require(number >= 0 && number < 1, name + " must be in [0, 1) but is " + number);
        }
    }

    /**
     * Checks a value.
     *
     * @throws UsageException if the value is out of range
     */
    public void check(long value) {
        String rule = value > most
                ? Text.format("be at most %,d", most)
                : least == 0 ? "not be negative" : Text.format("be at least %,d", least);
        UsageException.require(value >= least && value <= most, option + " must " + rule + " but is " + value);
    }
}
