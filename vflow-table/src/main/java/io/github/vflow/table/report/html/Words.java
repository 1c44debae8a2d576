package io.github.vflow.table.report.html;

import io.github.vflow.table.source.text.ControlCharacters;

/** Makes names and cells of tables fit to be shown. */
public final class Words {
    static final int REPLACEMENT = 0xFFFD;

    private Words() {}

    /** Whether a character may stand in a page: no control character but a line break, no change of direction, no half of a pair. */
    static boolean isPlain(int c) {
        return c == '\n' || !(ControlCharacters.has(c) || (c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFE) == 0xFFFE);
    }

    /**
     * The beginning of a text on one line.
     *
     * @param most the number of characters; the last is an ellipsis if the text is longer
     */
    public static String brief(String text, int most) {
        StringBuilder line = new StringBuilder();
        int[] all = text.codePoints().limit(most + 1L).toArray();
        for (int i = 0; i < Math.min(all.length, most); i++) {
            int c = all.length > most && i == most - 1 ? '…' : all[i];
            line.appendCodePoint(c == '\n' || c == '\r' || c == '\t' ? ' ' : isPlain(c) ? c : REPLACEMENT);
        }
        return line.toString();
    }
}
