package io.github.vflow.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of a row that the model cannot score, as in Spark's transformers. */
enum HandleInvalid {
    /** The job fails, and says what the row has. */
    ERROR,
    /** The row is left out. */
    SKIP,
    /** The row stays, and what the model adds is null. */
    KEEP;

    /** The word of a parameter. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(HandleInvalid::word).toList();
    }

    static HandleInvalid of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
