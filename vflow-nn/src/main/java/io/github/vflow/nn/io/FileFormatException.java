package io.github.vflow.nn.io;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A file that is not what its reader needs. The message names the file, the place, what is there, and a remedy; it is one line, and has
 * � where it quotes a control character of the file.
 */
public final class FileFormatException extends IOException {
    private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    /** With such a message. */
    public FileFormatException(String message) {
        super(printable(message));
    }

    /** With such a message, and what found it. */
    public FileFormatException(String message, Throwable cause) {
        super(printable(message), cause);
    }

    private static String printable(String message) {
        return CONTROL.matcher(BREAK.matcher(message).replaceAll(" ")).replaceAll("\uFFFD");
    }
}
