package io.github.vflow.nn.file;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Shortens quotations from a file for messages: a name may be as long as the file, and a file may have any number of
 * names.
 */
final class Excerpt {
    private static final int LENGTH = 100;
    private static final int NAMES = 5;

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    }

    /** All names if they are few, else their number and those with the longest common prefix with the wanted name. */
    static String of(Set<String> names, String wanted) {
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingInt(name -> -common(name, wanted)))
                .limit(NAMES)
                .map(Excerpt::of)
                .toList();
        return names.size() <= NAMES
                ? "there is " + names.stream().map(Excerpt::of).toList()
                : "there are " + names.size() + ", such as " + nearest;
    }

    /** The length of the common prefix of two names. */
    private static int common(String a, String b) {
        int n = Math.min(a.length(), b.length());
        int i = 0;
        while (i < n && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
