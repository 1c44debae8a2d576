package io.github.vflow.table.source.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** The part of a label that tells it apart: its text without case, and with single blanks. */
public final class LabelKey {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private LabelKey() {}

    /** The key of a label; labels with the same key differ in case or blanks alone. */
    public static String of(String label) {
        return BLANKS.matcher(label.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
