package io.github.vflow.table.report.html;

/**
 * Text between tags.
 *
 * @param text as people read it, not escaped
 */
public record Text(String text) implements Node {
    @Override
    public void writeTo(StringBuilder out) {
        escape(text, out);
    }

    /** Appends a text with references for the characters that HTML takes for its own; others that have no place in a page become U+FFFD. */
    static void escape(String text, StringBuilder out) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(Words.isPlain(c) ? c : Words.REPLACEMENT);
            }
        });
    }
}
