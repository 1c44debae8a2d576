package io.github.vflow.cli.format;

import io.github.vflow.table.source.text.ControlCharacters;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Makes text safe for a terminal: writes control characters, and marks that change the direction of text, as escapes such as {@code
 * \}{@code u001b}, which are those of JSON too.
 */
public final class Printable extends FilterWriter {
    /** Escapes text on its way to another writer. */
    public Printable(Writer to) {
        super(to);
    }

    /** Escapes a text; keeps line ends and tabs. */
    public static String text(String text) {
        return written(text, true);
    }

    /** Escapes a text, line ends and tabs included, so that it fills one line. */
    public static String line(String text) {
        return written(text, false);
    }

    private static String written(String text, boolean lines) {
        if (text.chars().noneMatch(ControlCharacters::has)) {
            return text;
        }
        StringBuilder all = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean endsLine = c == '\n' || (c == '\r' && text.startsWith("\n", i + 1));
            if (!ControlCharacters.has(c) || (lines && (endsLine || c == '\t'))) {
                all.append(c);
            } else {
                all.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return all.toString();
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length));
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        out.write(text(text.substring(from, from + length)));
    }
}
