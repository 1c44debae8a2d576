import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes the kernels whose lines repeat for each register or function: the compiler keeps vectors in registers only where each is a named
 * local, and makes no vectors of a loop that several functions share. Run it from the root of the repository with JDK 25: {@code java
 * scripts/Kernels.java}. With an argument, it writes into that folder; {@code GeneratedKernelsTest} compares the result with the repository.
 *
 * <p>{@link TileKernels}, {@link AttentionKernels} and {@link ElementwiseKernels} have the templates. A template with registers is Java
 * behind a margin of three columns, whose marks say how often a line is printed:
 *
 * <ul>
 * <li>{@code r}: for each row. Neighbouring lines with this mark are a block, which is printed for row 0, then for row 1, and so on.
 * <li>{@code R}: in such a block, but not for row 0.
 * <li>{@code v}: for each vector of a row, in the same way. A line with {@code rv} is printed for each vector of each row.
 * <li>{@code d}, {@code D}: as {@code r} and {@code R}, from the last row on.
 * <li>{@code .}: never; it ends a block.
 * </ul>
 *
 * <p>In a line, {@code {r}} and {@code {v}} are the numbers of row and vector, {@code {r-1}} is the row before, {@code {R}} and {@code {V}}
 * say how many there are. {@code {+ r * x}} is nothing for row 0, then "+ x", then "+ 2 * x"; r+v counts the vectors of all rows.
 * {@code {, last}} is printed for the last vector of a row only.
 */
final class Kernels {
    private static final String HEADER = "// Written by: java scripts/Kernels.java. Change the templates there, not this file.\n";
    private static final Path FOLDER = Path.of("vflow-tensor", "src", "generated", "java");
    private static final Pattern NUMBER = Pattern.compile("\\{([rvRV]|[rR]-1)}");
    private static final Pattern OFFSET = Pattern.compile("\\{\\+ (r|v|r\\+v)(?: \\* ([^}]+))?}");
    private static final String LAST = "{, last}";
    private static final int MARGIN = 3;

    private Kernels() {}

    public static void main(String[] args) throws IOException {
        Path folder = args.length == 0 ? FOLDER : Path.of(args[0]);
        Map<String, String> files = new TreeMap<>();
        files.putAll(TileKernels.files());
        files.putAll(AttentionKernels.files());
        files.putAll(ElementwiseKernels.files());
        for (Map.Entry<String, String> f : files.entrySet()) {
            Path file = folder.resolve("io/github/vflow/tensor/vector").resolve(f.getKey() + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, HEADER + f.getValue());
        }
        System.out.printf("%d files in %s%n", files.size(), folder);
    }

    /** The template with its lines printed for some rows of some vectors. */
    static String unrolled(String template, int rows, int vectors) {
        StringBuilder text = new StringBuilder();
        print(template.lines().toList(), 0, new Place(0, 0, rows, vectors), text);
        return text.toString();
    }

    /** Prints lines whose margin is read from a column on. */
    private static void print(List<String> lines, int column, Place p, StringBuilder to) {
        int i = 0;
        while (i < lines.size()) {
            char mark = mark(lines.get(i), column);
            int end = i + 1;
            while (end < lines.size() && mark(lines.get(end), column) == mark) {
                end++;
            }
            List<String> block = lines.subList(i, end);
            i = end;
            switch (mark) {
                case ' ' -> block.forEach(l -> to.append(filled(l.substring(Math.min(MARGIN, l.length())), p)).append('\n'));
                case '.' -> {}
                default -> repeat(block, column, mark, p, to);
            }
        }
    }

    private static void repeat(List<String> block, int column, char mark, Place p, StringBuilder to) {
        int n = mark == 'v' ? p.vectors : p.rows;
        List<String> first = block.stream().filter(l -> Character.isLowerCase(l.charAt(column))).toList();
        for (int turn = 0; turn < n; turn++) {
            int number = mark == 'd' ? n - 1 - turn : turn;
            Place here = mark == 'v' ? new Place(p.r, number, p.rows, p.vectors) : new Place(number, p.v, p.rows, p.vectors);
            print(turn == 0 ? first : block, column + 1, here, to);
        }
    }

    private static char mark(String line, int column) {
        return column < Math.min(MARGIN, line.length()) ? Character.toLowerCase(line.charAt(column)) : ' ';
    }

    private static String filled(String line, Place p) {
        String numbered = NUMBER.matcher(line).replaceAll(m -> String.valueOf(p.number(m.group(1))));
        String placed = OFFSET.matcher(numbered).replaceAll(m -> offset(p.number(m.group(1)), m.group(2)));
        return placed.replace(LAST, p.v == p.vectors - 1 ? ", last" : "");
    }

    private static String offset(int times, String step) {
        if (times == 0) {
            return "";
        }
        return step == null ? " + " + times : times == 1 ? " + " + step : " + " + times + " * " + step;
    }

    /** A place in a tile: a row and a vector, and how many there are. */
    private record Place(int r, int v, int rows, int vectors) {
        int number(String name) {
            return switch (name) {
                case "r" -> r;
                case "r-1" -> r - 1;
                case "v" -> v;
                case "r+v" -> r * vectors + v;
                case "R" -> rows;
                case "R-1" -> rows - 1;
                case "V" -> vectors;
                default -> throw new IllegalArgumentException(name);
            };
        }
    }
}
