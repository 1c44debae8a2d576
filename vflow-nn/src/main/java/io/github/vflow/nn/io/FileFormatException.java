package io.github.vflow.nn.io;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown if a file has the wrong format or content. The message names the file, the place, the content found there and
 * a remedy. It is one line of readable length: escapes such as {@code \}{@code u001b} replace control characters, and a
 * message of more than a thousand characters loses its middle.
 */
public final class FileFormatException extends IOException {
    private static final int BEGINNING = 700;
    private static final int END = 300;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    /** An exception with such a message. */
    public FileFormatException(String message) {
        super(oneLine(message));
    }

    /** An exception with such a message and its cause. */
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
