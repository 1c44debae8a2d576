import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the files of docs/lab/tables.md, "Real tables".
 *
 * <pre>
 *   java scripts/RealTables.java orders 300000 orders.csv     # made-up orders with dates
 *   java scripts/RealTables.java nights 2000 nights.csv       # made-up times of day about midnight
 *   java scripts/RealTables.java factors 4000 500 wide.csv    # normal columns that depend on twelve factors
 *   java scripts/RealTables.java split orders.csv FOLDER      # train.csv, new.csv and gaps.csv
 * </pre>
 *
 * A split puts a random 85 % of the rows into train.csv, the others into new.csv, both in their order, and at most 300 of the new rows into
 * gaps.csv, where a twentieth of the cells is empty. Each file is a function of its arguments.
 */
final class RealTables {
    private static final double TRAIN = 0.85;
    private static final double EMPTY = 0.05;
    private static final int GAPS = 300;
    private static final int FACTORS = 12;

    /** The weights of the hours of a day, from midnight on. */
    private static final double[] HOURS = {
        .2, .1, .1, .1, .2, .4, .8, 1.5, 2.5, 3, 3, 3, 3.5, 3, 2.8, 2.8, 3, 3.5, 4, 4.2, 4, 3, 1.5, .6
    };

    private RealTables() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 3 && args[0].equals("orders")) {
            write(Path.of(args[2]), orders(Integer.parseInt(args[1])));
        } else if (args.length == 3 && args[0].equals("nights")) {
            write(Path.of(args[2]), nights(Integer.parseInt(args[1])));
        } else if (args.length == 4 && args[0].equals("factors")) {
            write(Path.of(args[3]), factors(Integer.parseInt(args[1]), Integer.parseInt(args[2])));
        } else if (args.length == 3 && args[0].equals("split")) {
            split(Path.of(args[1]), Path.of(args[2]));
        } else {
            System.err.println("usage: orders ROWS FILE.csv, nights ROWS FILE.csv, factors ROWS COLUMNS FILE.csv, or split FILE.csv FOLDER");
            System.exit(2);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Orders over a thousand days, few on Sundays and at night; a total is quantity times price, and 40 % have no rating. */
    private static List<String> orders(int n) {
        Random random = new Random(7);
        List<double[]> products = IntStream.range(0, 40)
                .mapToObj(_ -> new double[] {Math.exp(3 + random.nextGaussian())})
                .toList();
        LocalDateTime start = LocalDateTime.of(2022, 1, 1, 0, 0);
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        List<String> lines = new ArrayList<>();
        lines.add("order_id,ordered_at,store,product,quantity,unit_price,total,payment,delivery_days,rating");
        for (int i = 0; i < n; i++) {
            int day = (int) (1_000 * Math.pow(random.nextDouble(), 0.85));
            LocalDateTime at = start.plusDays(day);
            if (at.getDayOfWeek() == DayOfWeek.SUNDAY && random.nextDouble() < 0.7) {
                at = at.plusDays(1);
            }
            at = at.plusHours(choice(random, HOURS)).plusSeconds(random.nextInt(3_600));
            int product = Math.min(39, (int) (-12 * Math.log(1 - random.nextDouble())));
            int quantity = 1 + Math.min(20, (int) (-1.2 * Math.log(1 - random.nextDouble())));
            double season = at.getMonthValue() >= 11 ? 0.9 : 1;
            double price = Math.rint(100 * products.get(product)[0] * (1 + 0.03 * day / 365) * season) / 100;
            String payment = List.of("card", "invoice", "paypal")
                    .get(choice(random, new double[] {5, quantity > 4 ? 5 : 2, 3}));
            boolean isLate = at.getDayOfWeek().getValue() >= DayOfWeek.FRIDAY.getValue();
            double mean = 3 + (payment.equals("invoice") ? 1.5 : 0) + (isLate ? 1 : 0);
            long delivery = Math.max(1, Math.round(mean + random.nextGaussian()));
            long rating = Math.round(4.5 - 0.3 * Math.max(0, delivery - 4) + 0.8 * random.nextGaussian());
            String store = List.of("Berlin", "Hamburg", "Munich", "Cologne", "Leipzig", "Bremen")
                    .get(choice(random, new double[] {6, 4, 4, 3, 2, 1}));
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,P%03d,%d,%.2f,%.2f,%s,%d,%s",
                    100_000 + i,
                    at.format(form),
                    store,
                    product,
                    quantity,
                    price,
                    quantity * price,
                    payment,
                    delivery,
                    random.nextDouble() < 0.4 ? "" : Math.clamp(rating, 1, 5)));
        }
        return lines;
    }

    private static int choice(Random random, double[] weights) {
        double at = random.nextDouble() * IntStream.range(0, weights.length).mapToDouble(k -> weights[k]).sum();
        int k = 0;
        while (k < weights.length - 1 && at >= weights[k]) {
            at -= weights[k++];
        }
        return k;
    }

    /** Two of three rows are about midnight, two hours to each side, and take longer after it; the others are about one o'clock. */
    private static List<String> nights(int n) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("at,length"));
        for (int i = 0; i < n; i++) {
            boolean isNight = random.nextInt(3) > 0;
            double z = random.nextGaussian();
            int second = Math.floorMod((int) ((isNight ? 0 : 13 * 3_600) + 7_200 * z), 86_400);
            double length = (isNight ? 20 + 5 * z : 40) + random.nextGaussian();
            lines.add(String.format(
                    Locale.ROOT, "%02d:%02d:%02d,%.2f", second / 3_600, second / 60 % 60, second % 60, length));
        }
        return lines;
    }

    private static List<String> factors(int n, int columns) {
        Random random = new Random(7);
        double[][] weights = new double[columns][FACTORS];
        for (double[] w : weights) {
            for (int k = 0; k < FACTORS; k++) {
                w[k] = random.nextGaussian();
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(IntStream.rangeClosed(1, columns).mapToObj(j -> "x" + j).collect(Collectors.joining(",")));
        for (int i = 0; i < n; i++) {
            double[] factors = random.doubles(FACTORS).map(_ -> random.nextGaussian()).toArray();
            StringBuilder line = new StringBuilder();
            for (double[] w : weights) {
                double x = random.nextGaussian();
                for (int k = 0; k < FACTORS; k++) {
                    x += w[k] * factors[k];
                }
                line.append(line.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%.4f", x));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static void split(Path file, Path folder) throws IOException {
        List<String> records = records(Files.readString(file));
        Random random = new Random(1);
        List<Integer> order = new ArrayList<>(IntStream.range(1, records.size()).boxed().toList());
        Collections.shuffle(order, random);
        int n = (int) (TRAIN * order.size());
        List<String> train = rows(records, order.subList(0, n));
        List<String> fresh = rows(records, order.subList(n, order.size()));
        Files.createDirectories(folder);
        write(folder.resolve("train.csv"), train);
        write(folder.resolve("new.csv"), fresh);
        List<String> gaps = new ArrayList<>(fresh.subList(0, Math.min(GAPS + 1, fresh.size())));
        for (int i = 1; i < gaps.size(); i++) {
            gaps.set(
                    i,
                    cells(gaps.get(i)).stream()
                            .map(cell -> random.nextDouble() < EMPTY ? "" : cell)
                            .collect(Collectors.joining(",")));
        }
        write(folder.resolve("gaps.csv"), gaps);
    }

    /** The names, and some records in their order. */
    static List<String> rows(List<String> records, List<Integer> some) {
        List<String> rows = new ArrayList<>(List.of(records.getFirst()));
        some.stream().sorted().forEach(i -> rows.add(records.get(i)));
        return rows;
    }

    /** The records of a CSV file, without empty ones; a cell in quotes may hold a line feed. */
    static List<String> records(String text) {
        return parts(text, '\n').stream()
                .map(String::stripTrailing)
                .filter(record -> !record.isEmpty())
                .toList();
    }

    static List<String> cells(String record) {
        return parts(record, ',');
    }

    /** The parts of a text between separators that stand outside of quotes. */
    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            isQuoted ^= text.charAt(i) == '"';
            if (text.charAt(i) == separator && !isQuoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
