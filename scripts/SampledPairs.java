import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Samples with two values that no training row has together, though at least ten would by chance. Values are texts of columns with at most sixty of
 * them; gaps do not count.
 *
 * @param share of the samples with such a pair, in percent
 * @param columns pairs of columns that have such values
 * @param most the pair of columns in most of these samples; empty if there is none
 */
record SampledPairs(double share, int columns, String most) {
    private static final int MOST_VALUES = 60;
    private static final double LEAST_EXPECTED = 10;

    static SampledPairs of(Path train, Path samples) throws IOException {
        Map<String, List<String>> a = SampledColumns.read(train);
        Map<String, List<String>> b = SampledColumns.read(samples);
        List<String> names = b.keySet().stream()
                .filter(a::containsKey)
                .filter(name -> Set.copyOf(a.get(name)).size() <= MOST_VALUES)
                .toList();
        int rows = b.values().iterator().next().size();
        Set<Integer> odd = new HashSet<>();
        int columns = 0;
        int greatest = 0;
        String most = "";
        for (int i = 0; i < names.size(); i++) {
            for (String second : names.subList(i + 1, names.size())) {
                String first = names.get(i);
                Set<List<String>> never = never(a.get(first), a.get(second));
                List<Integer> found = new ArrayList<>();
                IntStream.range(0, rows).filter(r -> never.contains(List.of(b.get(first).get(r), b.get(second).get(r)))).forEach(found::add);
                columns += never.isEmpty() ? 0 : 1;
                odd.addAll(found);
                if (found.size() > greatest) {
                    greatest = found.size();
                    most = String.format(Locale.ROOT, "%s and %s in %.1f %%", first, second, 100.0 * greatest / rows);
                }
            }
        }
        return new SampledPairs(100.0 * odd.size() / rows, columns, most);
    }

    /** The values that never come together, though each is frequent. */
    private static Set<List<String>> never(List<String> x, List<String> y) {
        Map<String, Long> ofX = counts(x);
        Map<String, Long> ofY = counts(y);
        Set<List<String>> together = new HashSet<>();
        IntStream.range(0, x.size()).forEach(i -> together.add(List.of(x.get(i), y.get(i))));
        Set<List<String>> never = new HashSet<>();
        ofX.forEach((u, n) -> ofY.forEach((v, m) -> {
            if ((double) n * m / x.size() >= LEAST_EXPECTED && !together.contains(List.of(u, v))) {
                never.add(List.of(u, v));
            }
        }));
        return never;
    }

    private static Map<String, Long> counts(List<String> cells) {
        Map<String, Long> counts = new HashMap<>(cells.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        counts.keySet().removeIf(TableRivals::isMissing);
        return counts;
    }
}
