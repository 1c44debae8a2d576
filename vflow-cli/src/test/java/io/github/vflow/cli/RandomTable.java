package io.github.vflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A small table that someone may have, and the options of a training on it.
 *
 * @param csv the table
 * @param options of {@code vflow train}
 */
record RandomTable(String csv, List<Object> options) {

    /** The one of a seed. */
    static RandomTable of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = (int) Math.round(Math.exp(random.nextDouble(Math.log(5), Math.log(500))));
        List<double[]> columns = new ArrayList<>();
        for (int j = random.nextInt(1, 9); j > 0; j--) {
            columns.add(column(random, rows, columns));
        }
        StringBuilder csv = new StringBuilder();
        csv.append(join(IntStream.range(0, columns.size()).mapToObj(j -> "c" + j)));
        for (int i = 0; i < rows; i++) {
            int row = i;
            csv.append(join(columns.stream().map(c -> text(c[row]))));
        }
        return new RandomTable(csv.toString(), options(random));
    }

    private static String join(Stream<String> cells) {
        return cells.collect(Collectors.joining(",", "", "\n"));
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Of any scale; far from zero; whole numbers; a constant; another once more; outliers; heavy tails; a count. */
    private static double[] column(SplittableRandom random, int rows, List<double[]> before) {
        double scale = Math.pow(10, random.nextInt(-12, 13));
        // far from zero, float32 has no digits left for what is left and right of it: that is refused
        double center = random.nextDouble(-3, 3) * Math.pow(10, random.nextInt(8));
        double[] other = before.isEmpty() ? new double[rows] : before.get(random.nextInt(before.size()));
        double noise = random.nextBoolean() ? 0 : 1e-6;
        boolean constant = random.nextInt(4) == 0;
        IntToDoubleFunction number = switch (random.nextInt(10)) {
            case 0 -> _ -> scale * random.nextGaussian();
            case 1 -> _ -> center + random.nextGaussian();
            case 2 -> _ -> random.nextInt(-50, 1000);
            case 3 -> _ -> random.nextInt(2);
            case 4 -> _ -> constant ? center : scale * random.nextInt(3);
            case 5 -> i -> other[i] + noise * random.nextGaussian();
            case 6 -> i -> other[i] * 2 + random.nextGaussian();
            case 7 -> _ -> random.nextGaussian() * (random.nextInt(40) == 0 ? Math.pow(10, random.nextInt(2, 9)) : 1);
            case 8 -> _ -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
            default -> i -> center + i;
        };
        return IntStream.range(0, rows).mapToDouble(number).toArray();
    }

    private static List<Object> options(SplittableRandom random) {
        List<Object> options = new ArrayList<>(List.of(
                "--augment", random.nextInt(4),
                "--flow-steps", random.nextInt(1, 4),
                "--hidden", random.nextInt(1, 17),
                "--lr", String.format(Locale.ROOT, "%.1e", Math.pow(10, random.nextDouble(-4, 0))),
                "--steps", random.nextInt(1, 25)));
        if (random.nextInt(4) == 0) {
            options.addAll(List.of("--validation", random.nextBoolean() ? 0 : 0.4));
        }
        if (random.nextInt(4) > 0) {
            // most tables train one member, to save time
            options.addAll(List.of("--noise", 0));
        }
        return options;
    }
}
