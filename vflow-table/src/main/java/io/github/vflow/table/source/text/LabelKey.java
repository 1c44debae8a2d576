package io.github.vflow.table.source.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** The part of a label that tells it apart: its text without case, and with single blanks. */
public final class LabelKey {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern INNER_CAPITAL = Pattern.compile("\\p{Ll}\\p{Lu}");

    private LabelKey() {}

    /** The key of a label; labels with the same key differ in case or blanks alone. */
    public static String of(String label) {
        return inOneBlank(label).toLowerCase(Locale.ROOT);
    }

    /** Whether two labels with the same key differ beside the habits of writing: a word is usually small, large or capitalised. */
    public static boolean areToldApartByCapitals(String one, String other) {
        return !inOneBlank(one).equals(inOneBlank(other)) && (hasInnerCapital(one) || hasInnerCapital(other));
    }

    private static String inOneBlank(String label) {
        return BLANKS.matcher(label.strip()).replaceAll(" ");
    }

    private static boolean hasInnerCapital(String label) {
        return INNER_CAPITAL.matcher(label).find();
    }
}
