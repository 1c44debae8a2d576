package io.github.vflow.cli.usage;

import java.util.Locale;

/** The command line is wrong; the message names the option and the remedy. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    /**
     * Checks a condition on options.
     *
     * @param format the message, which names the option and the remedy; without arguments, it is not a format
     * @throws UsageException if the condition does not hold
     */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need another library
    public static void require(boolean holds, String format, Object... args) {
        if (!holds) {
            throw new UsageException(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
        }
    }
}
