package io.github.vflow.spark.internal.params;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The treatment of a row that the model cannot score, as in Spark's transformers. */
public enum HandleInvalid {
    /** The job fails, and says what the row has. */
    ERROR,
    /** The row is left out. */
    SKIP,
    /** The row stays, and the columns of the model are null. */
    KEEP;

    /** The word of a parameter. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of all constants. */
    public static List<String> words() {
        return Arrays.stream(values()).map(HandleInvalid::word).toList();
    }

    /** The constant of a word. */
    public static HandleInvalid of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
