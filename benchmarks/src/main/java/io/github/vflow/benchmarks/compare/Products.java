package io.github.vflow.benchmarks.compare;

import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Matrix products against OpenBLAS, on one thread. */
final class Products {
    /** Of float32 sums of a thousand products in different orders. */
    private static final double TOLERANCE = 1e-5;

    /**
     * c = a·b.
     *
     * @param m rows
     * @param n columns
     * @param k length of the sums
     * @param layer whether it is a layer on m rows: the engine lays such values out with the batch in the lanes, cᵀ = bᵀ·aᵀ
     */
    private record Size(int m, int n, int k, boolean layer) {}

    private static final List<Size> SIZES = List.of(
            new Size(512, 512, 512, false),
            new Size(1024, 1024, 1024, false),
            new Size(32768, 96, 864, false),
            new Size(8192, 32, 288, false),
            new Size(16384, 64, 32, false),
            new Size(64, 50, 50, true));

    private Products() {}

    static void run(Session session) {
        SIZES.forEach(s -> run(session, s));
    }

    private static void run(Session session, Size s) {
        String what = "product (%d, %d, %d)%s".formatted(s.m, s.n, s.k, s.layer ? ", batch in the lanes" : "");
        float[] a = Session.uniform(s.m * s.k, -1, 1, 1);
        float[] b = Session.uniform(s.k * s.n, -1, 1, 2);
        ProgramWork ours = new ProgramWork(t -> product(t, s), Map.of("a", s.layer ? turned(a, s.m, s.k) : a, "b", b));
        List<Way> theirs =
                session.openBlas().stream().flatMap(o -> ways(o, s, a, b)).toList();
        ours.check(what, theirs.stream().map(w -> List.of(w.result)).toList(), TOLERANCE);
        session.add(Row.micros(
                what,
                Row.Amount.flops(2.0 * s.m * s.n * s.k),
                session.duel()
                        .run(
                                ours.contender(),
                                theirs.stream().map(Way::contender).toList(),
                                false)));
    }

    private static void product(Trace t, Size s) {
        t.output(
                "c",
                s.layer
                        ? t.input("b", Shape.of(s.k, s.n)).matmul(t.input("a", Shape.of(s.k, s.m)), true, false)
                        : t.input("a", Shape.of(s.m, s.k)).matmul(t.input("b", Shape.of(s.k, s.n))));
    }

    /**
     * A way of OpenBLAS's.
     *
     * @param result laid out as ours
     */
    private record Way(Contender contender, double[] result) {}

    private static Stream<Way> ways(OpenBlas library, Size s, float[] a, float[] b) {
        OpenBlas.Product rows = library.new Product(s.m, s.n, s.k, false, a, b);
        double[] c = doubles(s.layer ? turned(rows.result(), s.m, s.n) : rows.result());
        Way plain = new Way(Contender.of("OpenBLAS", rows::run), c);
        if (!s.layer) {
            return Stream.of(plain);
        }
        OpenBlas.Product lanes = library.new Product(s.n, s.m, s.k, true, b, turned(a, s.m, s.k));
        return Stream.of(
                plain, new Way(Contender.of("OpenBLAS, batch in the lanes", lanes::run), doubles(lanes.result())));
    }

    private static float[] turned(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[j * rows + i] = x[i * columns + j];
            }
        }
        return y;
    }

    private static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> x[i]);
        return y;
    }
}
