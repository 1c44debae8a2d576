package io.github.vflow.benchmarks.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** From words to suites. */
final class Suites {
    private Suites() {}

    /**
     * The suites of some words; of none, all.
     *
     * @throws IllegalArgumentException if a word names none
     */
    static Set<Suite> of(Collection<String> words) {
        Set<Suite> suites = EnumSet.noneOf(Suite.class);
        words.forEach(w -> suites.addAll(of(w)));
        return words.isEmpty() ? EnumSet.allOf(Suite.class) : suites;
    }

    private static Collection<Suite> of(String word) {
        return switch (word) {
            case "all" -> EnumSet.allOf(Suite.class);
            case "models" -> EnumSet.of(Suite.TOY, Suite.ROWS, Suite.DIGITS, Suite.PATCHES, Suite.LARGE);
            default ->
                List.of(Arrays.stream(Suite.values())
                        .filter(s -> name(s).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("compare: no suite \"" + word + "\"; there are "
                                + Arrays.stream(Suite.values())
                                        .map(Suites::name)
                                        .toList() + ", models and all")));
        };
    }

    private static String name(Suite s) {
        return s.name().toLowerCase(Locale.ROOT);
    }
}
