package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.source.text.LabelKey;
import io.github.vflow.table.source.text.Numerals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The texts of a column with their numbers of cells, in memory that does not grow with the cells. Mutable. */
final class LabelProfile {
    private final Map<String, Long> counts = new HashMap<>();
    private long cells;
    private boolean isFull;
    private boolean hasLost;

    /**
     * Adds the text of a cell, which is not made if it does not count.
     *
     * @param mayBeText whether the column may be of text, whose labels count beyond {@link KindDefaults#MOST_LABELS}
     */
    void add(Object cell, boolean mayBeText) {
        cells++;
        if (isFull) {
            return;
        }
        counts.merge(cell.toString(), 1L, Long::sum);
        if (counts.size() > KindDefaults.MOST_LABELS && !mayBeText) {
            isFull = true;
        } else if (counts.size() > KindDefaults.KEPT_LABELS) {
            hasLost = true;
            counts.values().removeIf(n -> n == 1);
            isFull = counts.size() > KindDefaults.KEPT_LABELS / 2;
        }
    }

    /** Adds a text of some cells. */
    void add(String text, long times) {
        cells += times;
        counts.merge(text, times, Long::sum);
    }

    /** Whether a label is not rare. */
    static boolean isFrequent(long times, long cells) {
        return times >= Math.max(KindDefaults.FEWEST_OF_LABEL, KindDefaults.LEAST_SHARE_OF_LABEL * cells);
    }

    /** Whether the texts are a few numbers and a frequent text that is none: 0, 1, 2 and 3+. */
    boolean areNumbersWithLabels() {
        return counts.size() <= KindDefaults.MOST_ON_GRID
                && counts.entrySet().stream()
                        .anyMatch(e -> isFrequent(e.getValue(), cells) && Numerals.isLabel(e.getKey()));
    }

    /** The number of different texts, at least; exact up to {@link KindDefaults#MOST_LABELS}. */
    int size() {
        return counts.size();
    }

    /** Whether there are more than {@link KindDefaults#MOST_LABELS} different texts. */
    boolean areMany() {
        return hasLost || counts.size() > KindDefaults.MOST_LABELS;
    }

    /** Whether most cells differ, as names and numbers of things do. */
    boolean isNearlyDistinct() {
        return areMany()
                || (counts.size() > KindDefaults.FEWEST_DISTINCT && 2L * counts.size() > cells)
                || (counts.size() == cells && cells > 2);
    }

    /** Any text. */
    String first() {
        return counts.keySet().iterator().next();
    }

    /** The texts; texts that differ in case or blanks alone are one, the most frequent of them. */
    List<String> merged() {
        return groups().stream().map(same -> same.getFirst().getKey()).sorted().toList();
    }

    /** Texts that differ in case or blanks alone, the most frequent first; empty if there are none. */
    List<String> alike() {
        return groups().stream()
                .filter(same -> same.size() > 1)
                .findFirst()
                .map(same -> same.stream().map(Map.Entry::getKey).toList())
                .orElse(List.of());
    }

    /**
     * Whether rows to come will have other labels: by Good and Turing, with a probability of the share of cells whose label is met once. Two
     * such labels are enough, if that share is at least a tenth of a usual rate of false alarms.
     */
    boolean areOpen() {
        long once = groups().stream().filter(same -> total(same) == 1).count();
        return cells >= KindDefaults.FEWEST_FOR_NEW_LABELS
                && once >= 2
                && once >= KindDefaults.NEW_LABELS * cells
                && repeated().size() >= 2;
    }

    /** The texts that are met more than once. */
    List<String> repeated() {
        return merged(groups().stream().filter(same -> total(same) > 1).toList());
    }

    /** The labels in order, none merged. */
    List<String> all() {
        return counts.keySet().stream().sorted().toList();
    }

    /**
     * The texts that are not rare, the most frequent first.
     *
     * @param most their number, at most
     */
    List<String> frequent(int most) {
        return merged(groups().stream()
                .filter(same -> isFrequent(total(same), cells))
                .sorted(Comparator.comparingLong(LabelProfile::total).reversed())
                .limit(most)
                .toList());
    }

    /** The cells with one of some labels. */
    long cells(Collection<String> labels) {
        return groups().stream()
                .filter(same -> labels.contains(same.getFirst().getKey()))
                .mapToLong(LabelProfile::total)
                .sum();
    }

    private static List<String> merged(List<List<Map.Entry<String, Long>>> groups) {
        return groups.stream().map(same -> same.getFirst().getKey()).toList();
    }

    private static long total(List<Map.Entry<String, Long>> same) {
        return same.stream().mapToLong(Map.Entry::getValue).sum();
    }

    /**
     * Texts that are one label, the most frequent first: they differ in case or blanks alone. Frequent ones are labels of their own if capitals
     * within words tell them apart, as in "hid" and "hId", since these are no habit of writing.
     */
    private List<List<Map.Entry<String, Long>>> groups() {
        Map<String, List<Map.Entry<String, Long>>> alike = new TreeMap<>();
        counts.entrySet()
                .forEach(e -> alike.computeIfAbsent(LabelKey.of(e.getKey()), _ -> new ArrayList<>())
                        .add(e));
        List<List<Map.Entry<String, Long>>> groups = new ArrayList<>();
        for (List<Map.Entry<String, Long>> same : alike.values()) {
            same.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
            String first = same.getFirst().getKey();
            Map<Boolean, List<Map.Entry<String, Long>>> own = same.stream()
                    .collect(Collectors.partitioningBy(e ->
                            isFrequent(e.getValue(), cells) && LabelKey.areToldApartByCapitals(first, e.getKey())));
            groups.add(own.getOrDefault(false, List.of()));
            own.getOrDefault(true, List.of()).forEach(e -> groups.add(List.of(e)));
        }
        return groups;
    }
}
