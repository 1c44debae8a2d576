package io.github.vflow.table.source.text;

/** Characters that a terminal may take for commands; messages show something else for them. */
public final class ControlCharacters {
    private ControlCharacters() {}

    /** Whether a character is a control character, ends a line, or changes the direction of text. */
    public static boolean has(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
