package io.github.vflow.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table with columns of every kind, and models of a few steps, for tests: without a calibration by folds unless they ask for one. */
final class Trees {
    static final List<String[]> ROWS = rows();

    private static final List<String> SMALL =
            List.of("--steps", "40", "--augment", "1", "--flow-steps", "1", "--hidden", "20", "--threads", "1");

    private Trees() {}

    /** id, kind, size, count, date, unit: a name, a category, a real number, a whole number, a date, a constant. */
    private static List<String[]> rows() {
        SplittableRandom random = new SplittableRandom(4);
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String kind = List.of("oak", "ash", "elm").get(random.nextInt(3));
            String size = String.format(Locale.ROOT, "%.3f", kind.length() + 2 + random.nextGaussian());
            rows.add(new String[] {
                "tree-" + i,
                kind,
                size,
                Integer.toString(random.nextInt(5)),
                String.format(Locale.ROOT, "%02d/05/2024", 1 + i % 12),
                "cm"
            });
        }
        return rows;
    }

    static String csv(List<String[]> rows, String separator) {
        Stream<String[]> header = Stream.<String[]>of("id,kind,size,count,date,unit".split(",", -1));
        return Stream.concat(header, rows.stream())
                .map(r -> String.join(separator, r))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static List<String[]> copy() {
        return new ArrayList<>(ROWS.stream().map(String[]::clone).toList());
    }

    /** The usual members. */
    static Run train(Path data, Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", data, "--out", out));
        words.addAll(SMALL);
        words.addAll(Arrays.asList(more));
        if (!words.contains("--calibration") && !words.contains("--resume")) {
            words.addAll(List.of("--calibration", 0));
        }
        return Run.vflow(words.toArray());
    }

    /** One member. */
    static Run trainOne(Path data, Path out, Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 2);
        words[more.length] = "--noise";
        words[more.length + 1] = 0;
        return train(data, out, words);
    }
}
