import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loops of elementwise functions, for {@link Kernels}: tables of the functions, and a template for each kind. */
final class ElementwiseKernels {
    /** A function of one operand, and the lines that compute it on a vector x. */
    private record Unary(String name, String lines) {}

    /** A function of two operands: its value for vectors u and v, for p and q, and the lines before its loop. */
    private record Binary(String name, String ofLast, String ofOthers, String before) {
        /** A function that is a method of vectors. */
        static Binary method(String name, String before) {
            return new Binary(name, "u.%s(v)".formatted(name), "p.%s(q)".formatted(name), before);
        }
    }

    private static final List<Unary> UNARY = List.of(
            new Unary("neg", always("x.neg()")),
            new Unary("abs", always("x.abs()")),
            new Unary("sqrt", always("x.sqrt()")),
            new Unary("exp", usually("areModerate(x)", "expOfModerate(x)", "exp(m, from + at, y + at)")),
            new Unary("log", usually("areNormal(x)", "logAlone(x)")),
            new Unary("log1p", "            FloatVector u = x.add(1f);\n" + usually("areNormal(u)", "log1p(x, u)")),
            new Unary("tanh", usually("areModerateTwice(x)", "tanh(x)")),
            new Unary("sigmoid", usually("areModerate(x)", "sigmoid(x)")),
            new Unary("softplus", usually("areModerate(x)", "softplus(x)")),
            new Unary("relu", always("x.max(0f)")),
            new Unary("elu", usually("areModerate(x)", "elu(x)")));

    /** Functions that have a loop for narrow rows. */
    private static final List<String> NARROW = List.of("add", "sub", "mul", "div");

    private ElementwiseKernels() {}

    /** The texts of the classes by their names below the package of the vector engine. */
    static Map<String, String> files() {
        Stream<Binary> binary = Stream.of(
                        NARROW.stream().map(f -> Binary.method(f, IF_NARROW)),
                        Stream.of("max", "min").map(f -> Binary.method(f, "")),
                        Stream.of("greater", "gate").map(f -> new Binary(f, f + "(u, v)", f + "(p, q)", "")))
                .flatMap(s -> s);
        return Map.of(
                "VectorUnary", UNARY_CLASS + joined(UNARY.stream().map(ElementwiseKernels::loop)) + UNARY_END,
                "VectorBinary", BINARY_CLASS + joined(binary.map(ElementwiseKernels::loop)) + BINARY_END,
                "NarrowBinary", NARROW_CLASS + joined(NARROW.stream().map(f -> NARROW_LOOP.replace("{f}", f))) + "}\n");
    }

    private static String loop(Unary u) {
        return UNARY_LOOP.replace("{lines}\n", u.lines).replace("{f}", u.name);
    }

    private static String loop(Binary b) {
        return BINARY_LOOP.replace("{before}\n", b.before)
                .replace("{last}", b.ofLast)
                .replace("{value}", b.ofOthers)
                .replace("{f}", b.name);
    }

    private static String joined(Stream<String> methods) {
        return methods.collect(Collectors.joining());
    }

    private static String always(String value) {
        return "            %s.intoArray(m, y + at);\n".formatted(value);
    }

    private static String usually(String test, String value) {
        return usually(test, value, "small.{f}(m, from + at, y + at, Lanes.N)");
    }

    /** Usual vectors, by a test of {@code VectorMath}, need no care at the ends of the range. */
    private static String usually(String test, String value, String otherwise) {
        return USUALLY.replace("{test}", test).replace("{value}", value).replace("{otherwise}", otherwise);
    }

    private static final String USUALLY = """
                    if (VectorMath.{test}) {
                        VectorMath.{value}.intoArray(m, y + at);
                    } else {
                        {otherwise};
                    }
        """;

    private static final String UNARY_CLASS = """
        package io.github.vflow.tensor.vector;

        import io.github.vflow.tensor.kernel.UnaryKernels;
        import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import io.github.vflow.tensor.vector.lane.VectorMath;
        import jdk.incubator.vector.FloatVector;

        /**
         * Elementwise functions. A vector of moderate numbers, the usual case, needs no care at the ends of the range. The last vector
         * overlaps the one before it, which saves a masked tail; arrays shorter than a vector are computed one element at a time. The loops
         * repeat on purpose: a loop that is shared through a lambda is not compiled to vectors once it has seen several functions.
         */
        final class VectorUnary implements UnaryKernels {
            private final UnaryKernels small = ScalarKernels.create().unary();
        """;

    private static final String UNARY_LOOP = """

            @Override
            public void {f}(float[] m, int from, int y, int n) {
                if (n < Lanes.N) {
                    small.{f}(m, from, y, n);
                    return;
                }
                for (int i = 0; i < n; i += Lanes.N) {
                    int at = Math.min(i, n - Lanes.N);
                    FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
        {lines}
                }
            }
        """;

    private static final String UNARY_END = """

            private static void exp(float[] m, int from, int y) {
                VectorMath.exp(FloatVector.fromArray(Lanes.F, m, from)).intoArray(m, y);
            }

            @Override
            public void sign(float[] m, int from, int y, int n) {
                small.sign(m, from, y, n);
            }
        }
        """;

    private static final String BINARY_CLASS = """
        package io.github.vflow.tensor.vector;

        import io.github.vflow.tensor.kernel.BinaryKernels;
        import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
        import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorOperators;

        /**
         * Elementwise functions of two operands. The last vector of a row overlaps the one before it. The result may lie over an operand,
         * so the last vector is computed first and stored last. Rows shorter than a vector are computed one element at a time. Each function
         * has a loop of its own: a loop that is shared through a lambda is not compiled to vectors once it has seen several functions.
         * Whether an operand is one number does not change inside a loop, so C2 splits the loop by it.
         */
        final class VectorBinary implements BinaryKernels {
            private final BinaryKernels small = ScalarKernels.create().binary();
        """;

    private static final String IF_NARROW = """
                if (NarrowBinary.fits(g)) {
                    NarrowBinary.{f}(m, a, b, y, g);
                    return;
                }
        """;

    private static final String BINARY_LOOP = """

            @Override
            public void {f}(float[] m, int a, int b, int y, BroadcastGrid g) {
                if (g.columns() < Lanes.N) {
                    small.{f}(m, a, b, y, g);
                    return;
                }
        {before}
                for (int r = 0; r < g.rows(); r++) {
                    {f}(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
                }
            }

            private static void {f}(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
                float s = m[a];
                float t = m[b];
                int last = n - Lanes.N;
                FloatVector u = load(m, a + last, aStep, s);
                FloatVector v = load(m, b + last, bStep, t);
                FloatVector end = {last};
                for (int i = 0; i < last; i += Lanes.N) {
                    FloatVector p = load(m, a + i, aStep, s);
                    FloatVector q = load(m, b + i, bStep, t);
                    {value}.intoArray(m, y + i);
                }
                end.intoArray(m, y + last);
            }
        """;

    private static final String BINARY_END = """

            private static FloatVector gate(FloatVector a, FloatVector b) {
                return FloatVector.zero(Lanes.F).blend(a, b.compare(VectorOperators.GT, 0f));
            }

            private static FloatVector greater(FloatVector a, FloatVector b) {
                return FloatVector.zero(Lanes.F).blend(1f, a.compare(VectorOperators.GT, b));
            }

            /** The vector at an offset, or a number in all lanes where the operand has step 0. */
            private static FloatVector load(float[] m, int from, int step, float number) {
                return step == 0 ? FloatVector.broadcast(Lanes.F, number) : FloatVector.fromArray(Lanes.F, m, from);
            }

            @Override
            public void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n) {
                int i = 0;
                for (; i <= n - Lanes.N; i += Lanes.N) {
                    FloatVector chosen = load(m, mask + i, maskStep, m[mask]);
                    FloatVector p = load(m, a + i, aStep, m[a]);
                    FloatVector q = load(m, b + i, bStep, m[b]);
                    q.blend(p, chosen.compare(VectorOperators.NE, 0f)).intoArray(m, y + i);
                }
                int rest = n - i;
                small.select(m, mask + i * maskStep, maskStep, a + i * aStep, aStep, b + i * bStep, bStep, y + i, rest);
            }
        }
        """;

    private static final String NARROW_CLASS = """
        package io.github.vflow.tensor.vector;

        import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import jdk.incubator.vector.FloatVector;

        /**
         * Arithmetic on rows of one or a few vectors. One column of vectors is computed for all rows, then the next, so that a row is no
         * loop of its own. Rows may be any distance apart. Each function has a loop of its own, as in {@link VectorBinary}.
         */
        final class NarrowBinary {
            /** Longer rows get a loop of their own. */
            private static final int WIDEST = 64;

            private NarrowBinary() {}

            /** Whether rows are of this kind, and the first operand is not one element per row. */
            static boolean fits(BroadcastGrid g) {
                return g.columns() % Lanes.N == 0 && g.columns() <= WIDEST && g.rows() > 1 && g.aColumn() == 1;
            }
        """;

    private static final String NARROW_LOOP = """

            static void {f}(float[] m, int a, int b, int y, BroadcastGrid g) {
                for (int v = 0; v < g.columns(); v += Lanes.N) {
                    {f}(m, a + v, g.aRow(), b + v * g.bColumn(), g.bRow(), g.bColumn(), y + v, g.yRow(), g.rows());
                }
            }

            private static void {f}(float[] m, int a, int aRow, int b, int bRow, int bStep, int y, int yRow, int rows) {
                int p = a;
                int q = b;
                int to = y;
                for (int i = 0; i < rows; i++) {
                    FloatVector u = FloatVector.fromArray(Lanes.F, m, p);
                    FloatVector v = bStep == 0 ? FloatVector.broadcast(Lanes.F, m[q]) : FloatVector.fromArray(Lanes.F, m, q);
                    u.{f}(v).intoArray(m, to);
                    p += aRow;
                    q += bRow;
                    to += yRow;
                }
            }
        """;
}
