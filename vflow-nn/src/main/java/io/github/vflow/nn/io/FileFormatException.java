package io.github.vflow.nn.io;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is not what its reader needs. The message names the file, the place, what is there, and a remedy. It is one line,
 * and no longer than a person reads: control characters that it quotes are written out, such as {@code \}{@code u001b}, and of
 * more than a thousand characters the middle is left out.
 */
public final class FileFormatException extends IOException {
    private static final int BEGINNING = 700;
    private static final int END = 300;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    /** With such a message. */
    public FileFormatException(String message) {
        super(oneLine(message));
    }

    /** With such a message, and what found it. */
    public FileFormatException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        String line = written(message);
        return line.length() <= BEGINNING + END
                ? line
                : line.substring(0, BEGINNING) + " … " + line.substring(line.length() - END);
    }

    private static String written(String message) {
        return CONTROL.matcher(message)
                .replaceAll(c -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, "\\u%04x", (int) c.group().charAt(0))));
    }
}
