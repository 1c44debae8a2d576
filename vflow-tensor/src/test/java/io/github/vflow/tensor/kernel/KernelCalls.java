package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import io.github.vflow.tensor.kernel.operand.Scores;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Ways to call a kernel, by its signature: sizes, offsets and broadcasting at which lanes go wrong. A kernel with a
 * signature that is unknown here is an error, so a new one is either tested or missed at once.
 */
final class KernelCalls {
    /** Numbers at which functions change their ways: subnormals, poles, edges of the range of e^x, infinities. */
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        Float.MIN_NORMAL,
        1e-6f,
        -1e-6f,
        0.625f,
        -0.625f,
        Math.nextDown(0.625f),
        30f,
        -30f,
        88.8f,
        -88.8f,
        104f,
        -104f,
        89f,
        -105f,
        87f,
        -87f,
        Math.nextUp(87f),
        Math.nextDown(-87f),
        43.5f,
        Math.nextUp(43.5f),
        1e6f,
        -1e6f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Math.nextDown(1f),
        Math.nextUp(-1f),
        1.4142135f,
        0.70710677f
    };

    private static final int[] SIZES = IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(127, 1000))
            .toArray();
    /** Left behind the result, to see that nothing is written there; as much as kernels may read. */
    private static final int ROOM = Limits.SLACK;

    private static final int[] FEW = {1, 2, 3, 7, 15, 16, 17, 33, 64, 65};

    private KernelCalls() {}

    /** Where the array goes among the arguments of a call. */
    private enum Slot {
        MEMORY
    }

    /** One call. */
    static final class Call {
        private final String label;
        private final int compared;
        private final float[] memory;
        private final Object[] arguments;

        /** With the array before it; each run gets a copy. */
        Call(String label, float[] memory, Object... arguments) {
            this(label, memory.length, memory, arguments);
        }

        /** With some floats of the array to compare: what lies behind is the kernel's to use. */
        Call(String label, int compared, float[] memory, Object... arguments) {
            this.label = label;
            this.compared = compared;
            this.memory = memory;
            this.arguments = arguments;
        }

        /** With one argument more. */
        Call with(Object argument) {
            Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = argument;
            return new Call(label + " " + argument, compared, memory, all);
        }

        /** The array after it. */
        float[] run(Object kernels, Method kernel) {
            float[] m = memory.clone();
            Object[] actual =
                    Arrays.stream(arguments).map(a -> a == Slot.MEMORY ? m : a).toArray();
            try {
                kernel.invoke(kernels, actual);
            } catch (InvocationTargetException e) {
                throw new AssertionError(kernel.getName() + " " + label + " failed: " + e.getCause(), e);
            } catch (IllegalAccessException e) {
                throw new LinkageError(kernel + " cannot be called", e);
            }
            return Arrays.copyOf(m, compared);
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** All calls for a kernel. */
    static List<Call> of(Method kernel, SplittableRandom random) {
        String signature = Arrays.stream(kernel.getParameterTypes())
                .map(Class::getSimpleName)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        return switch (signature) {
            case "float[] int int int" -> unary(random);
            case "float[] int int int BroadcastGrid" -> binary(random);
            case "float[] int int int int int int int int" -> select(random);
            case "float[] int int int int int" -> reduction(random);
            case "float[] Gemm int int int int int int" -> products(random);
            case "float[] Gemm int int int" -> sums(random);
            case "float[] Dots int int int int" -> dots(random);
            case "float[] int int WinogradTiles" -> tiles(random);
            case "float[] int int Combination" -> combinations(random);
            case "float[] int int Scores" -> scores(2, random);
            case "float[] int int int Scores" -> scores(3, random);
            case "float[] int int int int NarrowHead" -> blocks(random);
            case "float[] int int int NarrowHead" -> means(random);
            case "float[] int int int int int int int NarrowHead" -> gradients(random);
            case "float[] int int Transpose" -> transposes(random);
            case "float[] int int RowCopy" -> copies(random);
            case "float[] int int int int" -> spreads(random);
            case "float[] int int int int int float[] Columns" -> mixtures(false, random);
            case "float[] int int int int int int float[] Columns" -> mixtures(true, random);
            case "float[] int int int int int int ComponentRows" -> mixtureRows(false, random);
            case "float[] int int int int int int int ComponentRows" -> mixtureRows(true, random);
            case "long long long float[] int int" -> randoms(random);
            default ->
                throw new AssertionError(
                        kernel + " has a signature that KernelCalls does not know; say there how to call it");
        };
    }

    /** Half special numbers, half ordinary ones. */
    private static float[] numbers(int n, SplittableRandom random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextBoolean()
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) (random.nextGaussian() * Math.exp(random.nextDouble(-3, 4)));
        }
        return x;
    }

    private static float[] ordinary(int n, SplittableRandom random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static List<Call> unary(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            int x = random.nextInt(20);
            int y = x + n + random.nextInt(20);
            float[] m = numbers(y + n + ROOM, random);
            calls.add(new Call("n = " + n, m, Slot.MEMORY, x, y, n));
            // special numbers go another way, so there must be vectors without any
            float[] moderate = ordinary(y + n + ROOM, random);
            float[] positive = moderate.clone();
            for (int i = 0; i < moderate.length; i++) {
                moderate[i] *= 12;
                positive[i] = Math.abs(positive[i]);
            }
            calls.add(new Call("moderate numbers, n = " + n, moderate, Slot.MEMORY, x, y, n));
            calls.add(new Call("positive numbers, n = " + n, positive, Slot.MEMORY, x, y, n));
        }
        float[] all = Arrays.copyOf(SPECIAL, 2 * SPECIAL.length);
        calls.add(new Call("special numbers", all, Slot.MEMORY, 0, SPECIAL.length, SPECIAL.length));
        return calls;
    }

    private static List<Call> binary(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            calls.add(grid(1, n, 1, 1, random));
            calls.add(grid(1 + random.nextInt(4), n, 1, 1, random));
            calls.add(grid(1 + random.nextInt(4), n, 0, 1, random));
            calls.add(grid(1 + random.nextInt(4), n, 1, 0, random));
        }
        int s = SPECIAL.length;
        float[] pairs = new float[3 * s * s];
        for (int i = 0; i < s * s; i++) {
            pairs[i] = SPECIAL[i / s];
            pairs[s * s + i] = SPECIAL[i % s];
        }
        calls.add(new Call(
                "special numbers",
                pairs,
                Slot.MEMORY,
                0,
                s * s,
                2 * s * s,
                new BroadcastGrid(1, s * s, 0, 0, 1, 0, 1)));
        return calls;
    }

    private static Call grid(int rows, int n, int aColumn, int bColumn, SplittableRandom random) {
        // a row step of zero is an operand that is constant from row to row
        int aRow = random.nextInt(3) == 0 ? 0 : aColumn == 0 ? 1 : n;
        int bRow = random.nextInt(3) == 0 ? 0 : bColumn == 0 ? 1 : n;
        int a = random.nextInt(20);
        int b = a + rows * n + random.nextInt(20);
        int y = b + rows * n + random.nextInt(20);
        float[] m = numbers(y + rows * n + ROOM, random);
        BroadcastGrid g = new BroadcastGrid(rows, n, n, aRow, aColumn, bRow, bColumn);
        boolean inPlace = aColumn == 1 && (rows == 1 || aRow == n) && random.nextBoolean();
        return new Call(g + (inPlace ? " in place" : ""), m, Slot.MEMORY, a, b, inPlace ? a : y, g);
    }

    private static List<Call> select(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            for (int steps = 0; steps < 8; steps++) {
                int mask = random.nextInt(20);
                int a = mask + n + random.nextInt(20);
                int b = a + n + random.nextInt(20);
                int y = b + n + random.nextInt(20);
                float[] m = numbers(y + n + ROOM, random);
                for (int i = 0; i < n; i++) {
                    m[mask + i] = random.nextInt(-2, 3) * (random.nextBoolean() ? 1f : -0f);
                }
                calls.add(new Call(
                        "n = " + n + " steps "
                                + Integer.toBinaryString(8 + steps).substring(1),
                        m,
                        Slot.MEMORY,
                        mask,
                        steps >> 2,
                        a,
                        steps >> 1 & 1,
                        b,
                        steps & 1,
                        y,
                        n));
            }
        }
        return calls;
    }

    private static List<Call> reduction(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            calls.add(along(1 + random.nextInt(11), n, 1, true, random));
            calls.add(along(1 + random.nextInt(11), n, 1, false, random));
            calls.add(along(1 + random.nextInt(3), n, FEW[random.nextInt(FEW.length)], true, random));
            calls.add(along(1 + random.nextInt(3), FEW[random.nextInt(FEW.length)], n, false, random));
        }
        for (float whole : new float[] {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -0f, -Float.MAX_VALUE}) {
            float[] m = new float[100];
            Arrays.fill(m, whole);
            calls.add(new Call("all " + whole + " along", m, Slot.MEMORY, 0, 40, 2, 17, 1));
            calls.add(new Call("all " + whole + " down", m, Slot.MEMORY, 0, 40, 1, 2, 17));
        }
        return calls;
    }

    private static Call along(int outer, int n, int inner, boolean special, SplittableRandom random) {
        int x = random.nextInt(20);
        int y = x + outer * n * inner + random.nextInt(20);
        int size = y + outer * n * inner + ROOM;
        float[] m = special ? numbers(size, random) : ordinary(size, random);
        return new Call("outer, n, inner = " + outer + ", " + n + ", " + inner, m, Slot.MEMORY, x, y, outer, n, inner);
    }

    private static List<Call> products(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            for (boolean transposed : new boolean[] {false, true}) {
                int rows = 1 + random.nextInt(n == 1000 ? 40 : 20);
                int k = n > 100 ? 3 : FEW[random.nextInt(FEW.length)];
                calls.add(plain(rows, n, k, transposed, random));
                calls.add(plain(rows, n, random.nextBoolean() ? 4 : 8, transposed, random));
                calls.add(inRuns(n, random));
            }
        }
        return calls;
    }

    private static Call plain(int rows, int n, int k, boolean transposed, SplittableRandom random) {
        int a = random.nextInt(20);
        int b = a + rows * k + random.nextInt(20);
        int c = b + k * n + random.nextInt(20);
        return product(Gemm.plain(rows, n, k, transposed ? 1 : k, transposed ? rows : 1, n), a, b, c, random);
    }

    /** Some of its rows; what the kernel may use for itself is no result. */
    private static Call product(Gemm g, int a, int b, int c, SplittableRandom random) {
        int free = c + g.m() * g.cRow() + ROOM;
        float[] m = ordinary(free + g.room() + ROOM, random);
        if (random.nextInt(3) == 0) {
            zero(m, g, b, random);
        }
        int from = random.nextBoolean() ? 0 : random.nextInt(g.m());
        String label = g + " rows from " + from;
        return new Call(label, free, m, Slot.MEMORY, g, a, b, c, from, g.m(), free);
    }

    /** Makes most rows of b zero, or all, as codes of labels are. */
    private static void zero(float[] m, Gemm g, int b, SplittableRandom random) {
        boolean isAll = random.nextInt(4) == 0;
        for (int k = 0; k < g.k(); k++) {
            int row = b + g.bRows().at(k);
            if (isAll || random.nextInt(4) > 0) {
                Arrays.fill(m, row, row + g.n(), random.nextBoolean() ? 0f : -0f);
            }
        }
    }

    /** Rows and columns of a in runs and blocks, as windows of images are, b with them, and room between the rows of c. */
    private static Call inRuns(int n, SplittableRandom random) {
        boolean alongRows = random.nextBoolean();
        int step = random.nextInt(1, 4);
        int run = random.nextInt(1, 6);
        int block = random.nextInt(1, 4);
        int blocks = random.nextInt(1, 4);
        int far = step * run + random.nextInt(5);
        int size = run * block * blocks - random.nextInt(run);
        Axis rows = alongRows
                ? new Axis(step, run, far, block, far * block + random.nextInt(5), size)
                : Axis.plain(1, size);
        Axis columns = new Axis(
                alongRows ? 1 : random.nextInt(2, 4), run, random.nextInt(20), block, random.nextInt(50), size);
        int b = rows.at(size - 1) + columns.at(size - 1) + 60 * block * blocks;
        int skip = random.nextInt(2) * random.nextInt(2 * n);
        int runs = alongRows ? block * blocks : block;
        Axis of = new Axis(n, run, run * n + skip, runs, runs * (run * n + skip) + random.nextInt(2 * n), size);
        int c = b + of.at(size - 1) + n;
        int cRow = n + random.nextInt(4);
        return product(new Gemm(size, n, size, rows, columns, of, cRow), 0, b, c, random);
    }

    private static List<Call> sums(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            int rows = 1 + random.nextInt(5);
            Axis any = Axis.plain(1, rows);
            Gemm g = new Gemm(rows, n, 1, any, any, n, n + random.nextInt(9));
            float[] m = ordinary(rows * (n + g.cRow()) + ROOM, random);
            calls.add(new Call(g.toString(), m, Slot.MEMORY, g, 0, rows * n, rows));
        }
        return calls;
    }

    private static List<Call> tiles(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int channels : FEW) {
            int rows = 1 + random.nextInt(3);
            int columns = 1 + random.nextInt(3);
            int pixel = channels + random.nextInt(5);
            int row = (2 * columns + 2) * pixel + random.nextInt(5);
            int tile = channels + random.nextInt(5);
            WinogradTiles t = new WinogradTiles(rows, columns, channels, row, pixel, rows * columns * tile, tile);
            int image = (2 * rows + 2) * row;
            float[] m = ordinary(Math.max(image, 16 * t.plane()) * 2 + ROOM, random);
            calls.add(new Call(t.toString(), m, Slot.MEMORY, 0, m.length / 2, t));
        }
        return calls;
    }

    private static List<Call> combinations(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : FEW) {
            for (int terms : new int[] {1, 2, 4, 9}) {
                int[] offsets = random.ints(terms, 0, 100).toArray();
                Combination c = new Combination(offsets, ordinary(terms, random), n);
                int y = 100 + n;
                float[] m = ordinary(y + n + ROOM, random);
                calls.add(new Call(c.toString(), m, Slot.MEMORY, 0, y, c));
            }
        }
        return calls;
    }

    private static List<Call> dots(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int rows : FEW) {
            for (int n = Limits.LANES; n <= 6 * Limits.LANES; n += Limits.LANES) {
                int columns = 1 + random.nextInt(20);
                int run = random.nextBoolean() ? n : Limits.LANES * random.nextInt(1, 4);
                int runStep = run + random.nextInt(9);
                int row = (n / run + 1) * runStep;
                int bRunStep = run + random.nextInt(9);
                int bRow = (n / run + 1) * bRunStep;
                int cRow = columns + random.nextInt(9);
                Dots d = new Dots(rows, columns, n, row, bRow, cRow, run, runStep, bRunStep);
                int a = random.nextInt(20);
                int b = a + rows * d.aRow() + random.nextInt(20);
                int c = b + columns * d.bRow() + random.nextInt(20);
                int free = c + rows * d.cRow() + ROOM;
                float[] m = ordinary(free + Dots.ROOM + ROOM, random);
                calls.add(new Call(d.toString(), free, m, Slot.MEMORY, d, a, b, c, free));
            }
        }
        return calls;
    }

    /** Blocks of scores with further arrays, each as large as the largest that a kernel wants. */
    private static List<Call> scores(int arrays, SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int columns : IntStream.concat(Arrays.stream(FEW), IntStream.of(16, 32, 48, 128))
                .toArray()) {
            int rows = FEW[random.nextInt(FEW.length)];
            Scores s = new Scores(rows, columns, columns + random.nextInt(9));
            int each = Math.max(rows * s.stride(), Math.max(3 * columns, 2 * rows * Limits.LANES));
            float[] m = ordinary(arrays * each + ROOM, random);
            Object[] arguments = new Object[arrays + 2];
            arguments[0] = Slot.MEMORY;
            for (int i = each; i < arrays * each; i++) {
                // the largest of a row, and sums
                m[i] = Math.abs(m[i]) + 4;
            }
            for (int i = 0; i < arrays; i++) {
                arguments[i + 1] = i * each;
            }
            arguments[arrays + 1] = s;
            calls.add(new Call(s.toString(), m, arguments));
        }
        return calls;
    }

    /** Blocks of keys of narrow heads: an array in rows, one of features, scores, and the state; each of them as large as any wants. */
    private static List<Call> blocks(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int width : new int[] {4, 8}) {
            for (int count : FEW) {
                int lanes = Limits.BLOCK * random.nextInt(1, 4);
                int row = lanes + random.nextInt(9);
                NarrowHead h = new NarrowHead(
                        width, count, width + random.nextInt(9), 0, lanes, row, lanes + random.nextInt(9), 0);
                int each =
                        Math.max(Math.max(width * row, count * lanes), Math.max(3 * h.apart(), count * h.position()));
                float[] m = ordinary(4 * each + ROOM, random);
                calls.add(new Call(h.toString(), m, Slot.MEMORY, 0, each, 2 * each, 3 * each, h));
            }
        }
        return calls;
    }

    private static List<Call> means(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int width : new int[] {4, 8}) {
            for (int count : FEW) {
                NarrowHead h = new NarrowHead(width, count, 0, width + random.nextInt(9), 0, 0, 0, 0);
                int each = count * h.result();
                float[] m = ordinary(3 * each + ROOM, random);
                calls.add(new Call(h.toString(), m, Slot.MEMORY, 0, each, 2 * each, h));
            }
        }
        return calls;
    }

    private static List<Call> gradients(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int width : new int[] {4, 8}) {
            for (int count : FEW) {
                int block = Limits.BLOCK;
                int lanes = width == 4 ? block / 2 * random.nextInt(1, 6) : block * random.nextInt(1, 4);
                int row = lanes + block + random.nextInt(9);
                int run = block * count + random.nextInt(9);
                NarrowHead h = new NarrowHead(
                        width,
                        count,
                        width + random.nextInt(9),
                        width + random.nextInt(9),
                        lanes,
                        row,
                        width * row,
                        run);
                int q = random.nextInt(20);
                int g = q + count * h.position();
                int norms = g + count * h.result();
                int means = norms + count;
                int panels = means + count + random.nextInt(20);
                int slopes = panels + 4 * h.apart() + random.nextInt(20);
                int free = slopes + (lanes / block + 1) * run + ROOM;
                float[] m = ordinary(free + count * block + ROOM, random);
                calls.add(new Call(h.toString(), free, m, Slot.MEMORY, q, g, norms, means, panels, slopes, free, h));
            }
        }
        return calls;
    }

    private static List<Call> transposes(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            int columns = FEW[random.nextInt(FEW.length)];
            for (int[] s : new int[][] {{n, columns}, {columns, n}}) {
                int x = random.nextInt(20);
                Transpose t = new Transpose(s[0], s[1], s[1] + random.nextInt(3), s[0] + random.nextInt(3));
                int y = x + t.rows() * t.xRow() + random.nextInt(20);
                float[] m = numbers(y + t.columns() * t.yRow() + ROOM, random);
                calls.add(new Call(t.toString(), m, Slot.MEMORY, x, y, t));
            }
        }
        return calls;
    }

    /** Ordinary ones, and every tenth so far out that it is left to others. */
    private static List<Call> mixtures(boolean gradient, SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int count : FEW) {
            for (int n : new int[] {1, 2, 5, 32}) {
                int step = count + random.nextInt(3);
                int x = random.nextInt(20);
                int logits = x + step;
                int means = logits + n * step;
                int logScales = means + n * step;
                int g = logScales + n * step;
                int y = g + 2 * step;
                float[] m = ordinary(y + 3 * n * step + ROOM, random);
                for (int i = 0; i < count; i += 10) {
                    m[x + i] *= 1e4f;
                }
                for (int i = means; i < g; i++) {
                    m[i] *= 3;
                }
                Columns c = new Columns(count, n, step, mostLogRate(random));
                float[] work = new float[c.work()];
                calls.add(
                        gradient
                                ? new Call(c.toString(), m, Slot.MEMORY, x, logits, means, logScales, g, y, work, c)
                                : new Call(c.toString(), m, Slot.MEMORY, x, logits, means, logScales, y, work, c));
            }
        }
        return calls;
    }

    /** Log-scales without a floor, or with one that some are under. */
    private static float mostLogRate(SplittableRandom random) {
        return random.nextBoolean() ? MixtureKernels.LARGEST_LOG_RATE : random.nextFloat();
    }

    private static List<Call> mixtureRows(boolean gradient, SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int count : FEW) {
            for (int n : new int[] {16, 32, 48}) {
                int row = n + random.nextInt(3);
                int yRow = (gradient ? 3 * n : 2) + random.nextInt(3);
                int x = random.nextInt(20);
                int logits = x + count;
                int means = logits + count * row;
                int logScales = means + count * row;
                int g = logScales + count * row;
                int y = g + 2 * count;
                int work = y + count * yRow + ROOM;
                ComponentRows r = new ComponentRows(count, n, row, yRow, mostLogRate(random));
                float[] m = ordinary(work + r.work() + ROOM, random);
                for (int i = 0; i < count; i += 10) {
                    m[x + i] *= 1e4f;
                }
                for (int i = means; i < g; i++) {
                    m[i] *= 3;
                }
                calls.add(
                        gradient
                                ? new Call(
                                        r.toString(), work, m, Slot.MEMORY, x, logits, means, logScales, g, y, work, r)
                                : new Call(
                                        r.toString(), work, m, Slot.MEMORY, x, logits, means, logScales, y, work, r));
            }
        }
        return calls;
    }

    private static List<Call> copies(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int n : SIZES) {
            int count = FEW[random.nextInt(FEW.length)];
            int x = random.nextInt(20);
            RowCopy r = new RowCopy(count, n, n + random.nextInt(3), n + random.nextInt(3));
            int y = x + count * r.xRow() + random.nextInt(20);
            float[] m = numbers(y + count * r.yRow() + ROOM, random);
            calls.add(new Call(r.toString(), m, Slot.MEMORY, x, y, r));
        }
        return calls;
    }

    private static List<Call> spreads(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int columns : SIZES) {
            int rows = FEW[random.nextInt(FEW.length)];
            int x = random.nextInt(20);
            int y = x + rows + random.nextInt(20);
            float[] m = numbers(y + rows * columns + ROOM, random);
            calls.add(new Call(rows + " over " + columns + " columns", m, Slot.MEMORY, x, y, rows, columns));
        }
        return calls;
    }

    private static List<Call> randoms(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        // counters around 2³², where the second word changes
        for (long first : new long[] {0, 1, 12345, (1L << 28) - 1, 1L << 28, Long.MAX_VALUE / 64}) {
            for (int blocks : new int[] {0, 1, 2, 5}) {
                float[] m = new float[blocks * RandomKernels.BLOCK + 100];
                calls.add(new Call(
                        "block " + first + ", " + blocks + " of them",
                        m,
                        random.nextLong(),
                        random.nextLong(),
                        first,
                        Slot.MEMORY,
                        random.nextInt(20),
                        blocks));
            }
        }
        return calls;
    }
}
