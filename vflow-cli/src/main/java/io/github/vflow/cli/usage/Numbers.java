package io.github.vflow.cli.usage;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers of options. Its messages speak of numbers, not of Java's types. */
public final class Numbers {
    private Numbers() {}

    /** Makes all options of a command and of its subcommands take numbers so. */
    public static void install(CommandLine command) {
        install(command, List.of(Integer.class, int.class), Integer::valueOf, "a whole number up to 2147483647");
        install(command, List.of(Long.class, long.class), Long::valueOf, "a whole number");
        install(command, List.of(Double.class, double.class), Double::valueOf, "a number, such as 0.05,");
    }

    private static <T> void install(
            CommandLine command, List<Class<T>> types, Function<String, T> reader, String expected) {
        types.forEach(type -> command.registerConverter(type, word -> {
            try {
                return reader.apply(word);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected " + expected + " but was '" + word + "'");
            }
        }));
    }
}
