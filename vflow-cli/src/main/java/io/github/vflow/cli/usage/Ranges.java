package io.github.vflow.cli.usage;

import static io.github.vflow.cli.usage.UsageException.require;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Checks the values of options. */
public final class Ranges {
    private Ranges() {}

    /**
     * Checks the options of a command line that declare a {@link Range} or a {@link Share}.
     *
     * @throws UsageException if a value is out of range
     */
    public static void check(ParseResult parsed) {
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
            Collection<?> numbers = value instanceof Collection<?> list ? list : List.of(value);
            numbers.forEach(number -> check(name, range.least(), range.most(), ((Number) number).longValue()));
        }
        if (share != null) {
            double number = ((Number) value).doubleValue();
            require(number >= 0 && number < 1, "%s must be in [0, 1) but is %s", name, number);
        }
    }

    /**
     * Checks a value.
     *
     * @throws UsageException if the value is out of range
     */
    public static void check(String option, long least, long most, long value) {
        require(value <= most, "%s must be at most %,d but is %d", option, most, value);
        require(value >= least || least > 0, "%s must not be negative but is %d", option, value);
        require(value >= least, "%s must be at least %,d but is %d", option, least, value);
    }
}
