package io.github.vflow.cli.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads and writes enum constants as words: {@code AFFINE_TANH} is the word {@code affine-tanh}.
 *
 * @param type of the constants
 */
public record EnumWords<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    /** The word of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words of all constants, in their order. */
    public List<String> all() {
        return Arrays.stream(type.getEnumConstants()).map(EnumWords::of).toList();
    }

    @Override
    public E convert(String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", all()) + " but was '" + word + "'"));
    }

    /**
     * Makes all enum options of a command and of its subcommands take words. In a description, {@code ${COMPLETION-CANDIDATES}} lists
     * the words, so a new constant needs no change of the command line.
     */
    public static void install(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.type().isEnum()) {
                install(option, option.type().asSubclass(Enum.class), command);
            }
        }
        command.getSubcommands().values().forEach(EnumWords::install);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // picocli knows the type of an option as Class<?>
    private static void install(OptionSpec option, Class<? extends Enum> type, CommandLine command) {
        EnumWords<?> words = new EnumWords(type);
        command.getCommandSpec().remove(option);
        command.getCommandSpec()
                .addOption(option.toBuilder()
                        .converters(words)
                        .completionCandidates(words.all())
                        .build());
    }
}
