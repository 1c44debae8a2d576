import java.util.Map;

/** Attention with few features, for {@link Kernels}: rows are the features of a head, four or eight. */
final class AttentionKernels {
    private AttentionKernels() {}

    /** The texts of the classes by their names below the package of the vector engine. */
    static Map<String, String> files() {
        String forward = Kernels.unrolled(SCORES, 4, 2) + Kernels.unrolled(SCORES, 8, 2) + Kernels.unrolled(MIX, 4, 1) + Kernels.unrolled(MIX, 8, 1);
        String backward = Kernels.unrolled(FOUR, 4, 1) + Kernels.unrolled(PRODUCTS, 8, 2) + WEIGHTS + Kernels.unrolled(ADD, 8, 2);
        return Map.of(
                "attention/NarrowForwardKernels", FORWARD_CLASS + forward + "}\n",
                "attention/NarrowBackwardKernels", BACKWARD_CLASS + backward + "}\n");
    }

    private static final String FORWARD_CLASS = """
        package io.github.vflow.tensor.vector.attention;

        import io.github.vflow.tensor.kernel.operand.NarrowHead;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import io.github.vflow.tensor.vector.lane.VectorMath;
        import jdk.incubator.vector.FloatVector;

        /**
         * Attention with few features. Queries are in the lanes, and their features stay in registers while keys go by.
         */
        final class NarrowForwardKernels {
            private NarrowForwardKernels() {}

            /** Works on two vectors of queries, so that one can go on while the other waits for its comparisons. */
            static void scores(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
                for (int j = 0; j < h.lanes(); j += 2 * Lanes.N) {
                    if (h.width() == 4) {
                        scores4(m, queries + j, keys, s + j, state + j, h);
                    } else {
                        scores8(m, queries + j, keys, s + j, state + j, h);
                    }
                }
            }

            static void mix(float[] m, int s, int values, int y, int state, NarrowHead h) {
                for (int j = 0; j < h.lanes(); j += Lanes.N) {
                    if (h.width() == 4) {
                        mix4(m, s + j, values, y + j, state + j, h);
                    } else {
                        mix8(m, s + j, values, y + j, state + j, h);
                    }
                }
            }
        """;

    private static final String SCORES = """

               private static void scores{R}(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
                   int at = queries;
        R          at += h.row();
        rv         FloatVector q{r}{v} = FloatVector.fromArray(Lanes.F, m, at{+ v * Lanes.N});
        v          FloatVector max{v} = FloatVector.fromArray(Lanes.F, m, state{+ v * Lanes.N});
                   int key = keys;
                   int to = s;
                   for (int i = 0; i < h.count(); i++) {
        v              FloatVector s{v} = FloatVector.zero(Lanes.F);
        r              FloatVector k{r} = FloatVector.broadcast(Lanes.F, m[key{+ r}]);
        rv             s{v} = k{r}.fma(q{r}{v}, s{v});
        v              s{v}.intoArray(m, to{+ v * Lanes.N});
        .
        v              max{v} = VectorMath.larger(max{v}, s{v});
                       key += h.position();
                       to += h.lanes();
                   }
        v          max{v}.intoArray(m, state + 2 * h.apart(){+ v * Lanes.N});
               }
        """;

    private static final String MIX = """

               private static void mix{R}(float[] m, int s, int values, int y, int state, NarrowHead h) {
                   FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
                   FloatVector sum = FloatVector.fromArray(Lanes.F, m, state + h.apart());
                   FloatVector scale = FloatVector.fromArray(Lanes.F, m, state + 2 * h.apart());
                   int at = y;
        R          at += h.row();
        r          FloatVector y{r} = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
                   int value = values;
                   int from = s;
                   for (int i = 0; i < h.count(); i++) {
                       FloatVector w = VectorMath.exp2OfNegative(
                               FloatVector.fromArray(Lanes.F, m, from).sub(max));
                       sum = w.add(sum);
        r              y{r} = w.fma(FloatVector.broadcast(Lanes.F, m[value{+ r}]), y{r});
                       value += h.position();
                       from += h.lanes();
                   }
                   sum.intoArray(m, state + h.apart());
                   // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
                   at = y + {R-1} * h.row();
        D          at -= h.row();
        d          y{r}.intoArray(m, at);
               }
        """;

    private static final String BACKWARD_CLASS = """
        package io.github.vflow.tensor.vector.attention;

        import io.github.vflow.tensor.kernel.operand.Limits;
        import io.github.vflow.tensor.kernel.operand.NarrowHead;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import io.github.vflow.tensor.vector.lane.VectorMath;
        import jdk.incubator.vector.FloatVector;

        /**
         * The gradient of attention with few features. Keys are in the lanes, and their features stay in registers while queries go by.
         * With four features all four panels fit; with eight there are too few registers, and weights go through memory.
         */
        final class NarrowBackwardKernels {
            /**
             * One part of the work for eight features. There are many small parts with one call site, so the compiler compiles each by
             * itself. In one piece they would be more than it inlines, and vectors would go to the heap.
             */
            private interface Part {
                void run(float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead h);
            }

            private static final Part[] EIGHT = {
                (m, q, _, norms, _, at, _, free, h) -> products8(m, q, h.position(), norms, at, free, h),
                (m, _, g, _, means, at, slopes, _, h) -> products8(m, g, h.result(), means, at + h.apart(), slopes, h),
                (m, _, _, _, _, _, slopes, free, h) -> weights(m, free, slopes - free, h.count()),
                (m, q, _, _, _, at, slopes, _, h) -> add8(m, q, h.position(), slopes, at + 2 * h.apart(), h),
                (m, _, g, _, _, at, _, free, h) -> add8(m, g, h.result(), free, at + 3 * h.apart(), h)
            };

            private NarrowBackwardKernels() {}

            static void gradient(
                    float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead h) {
                int block = Limits.BLOCK;
                for (int j = 0; j < h.lanes(); j += h.width() == 4 ? Lanes.N : 2 * Lanes.N) {
                    int at = panels + j;
                    int to = slopes + j / block * h.run() + j % block;
                    if (h.width() == 4) {
                        four(m, q, g, norms, means, at, to, h);
                    } else {
                        for (Part p : EIGHT) {
                            p.run(m, q, g, norms, means, at, to, free, h);
                        }
                    }
                }
            }
        """;

    private static final String FOUR = """

               private static void four(float[] m, int q, int g, int norms, int means, int panels, int slopes, NarrowHead h) {
                   int at;
                   at = panels;
        R          at += h.row();
        r          FloatVector k{r} = FloatVector.fromArray(Lanes.F, m, at);
                   at = panels + h.apart();
        R          at += h.row();
        r          FloatVector v{r} = FloatVector.fromArray(Lanes.F, m, at);
                   at = panels + 2 * h.apart();
        R          at += h.row();
        r          FloatVector dk{r} = FloatVector.fromArray(Lanes.F, m, at);
                   at = panels + 3 * h.apart();
        R          at += h.row();
        r          FloatVector dv{r} = FloatVector.fromArray(Lanes.F, m, at);
                   int query = q;
                   int cotangent = g;
                   int to = slopes;
                   for (int i = 0; i < h.count(); i++) {
                       FloatVector score = FloatVector.zero(Lanes.F);
                       FloatVector slope = FloatVector.zero(Lanes.F);
        r              FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[query{+ r}]);
        r              score = x{r}.fma(k{r}, score);
        r              FloatVector z{r} = FloatVector.broadcast(Lanes.F, m[cotangent{+ r}]);
        r              slope = z{r}.fma(v{r}, slope);
                       FloatVector w = VectorMath.exp2OfNegative(score.add(m[norms + i]));
                       FloatVector a = w.mul(slope.add(m[means + i]));
                       a.intoArray(m, to);
        r              dk{r} = x{r}.fma(a, dk{r});
        r              dv{r} = z{r}.fma(w, dv{r});
                       query += h.position();
                       cotangent += h.result();
                       to += Limits.BLOCK;
                   }
                   // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
                   at = panels + 2 * h.apart() + {R-1} * h.row();
        D          at -= h.row();
        d          dk{r}.intoArray(m, at);
                   at = panels + 3 * h.apart() + {R-1} * h.row();
        D          at -= h.row();
        d          dv{r}.intoArray(m, at);
               }
        """;

    private static final String PRODUCTS = """

               /** The products of each row x with a panel, plus a number that is added to all of them. */
               private static void products8(float[] m, int x, int xRow, int added, int panel, int products, NarrowHead h) {
                   int at = panel;
        R          at += h.row();
        rv         FloatVector k{r}{v} = FloatVector.fromArray(Lanes.F, m, at{+ v * Lanes.N});
                   int row = x;
                   int to = products;
                   for (int i = 0; i < h.count(); i++) {
        v              FloatVector s{v} = FloatVector.zero(Lanes.F);
        r              FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[row{+ r}]);
        rv             s{v} = x{r}.fma(k{r}{v}, s{v});
                       FloatVector more = FloatVector.broadcast(Lanes.F, m[added + i]);
        v              s{v}.add(more).intoArray(m, to{+ v * Lanes.N});
                       row += xRow;
                       to += Limits.BLOCK;
                   }
               }
        """;

    private static final String WEIGHTS = """

            /**
             * Turns scores and slopes by weight into weights and slopes by score, in place. More than two exponentials would not be
             * inlined.
             */
            private static void weights(float[] m, int scores, int slopes, int rows) {
                int to = scores;
                for (int i = 0; i < rows; i++) {
                    FloatVector w0 = VectorMath.exp2OfNegative(FloatVector.fromArray(Lanes.F, m, to));
                    FloatVector w1 = VectorMath.exp2OfNegative(FloatVector.fromArray(Lanes.F, m, to + Lanes.N));
                    FloatVector p0 = FloatVector.fromArray(Lanes.F, m, to + slopes);
                    FloatVector p1 = FloatVector.fromArray(Lanes.F, m, to + slopes + Lanes.N);
                    w0.intoArray(m, to);
                    w1.intoArray(m, to + Lanes.N);
                    w0.mul(p0).intoArray(m, to + slopes);
                    w1.mul(p1).intoArray(m, to + slopes + Lanes.N);
                    to += Limits.BLOCK;
                }
            }
        """;

    private static final String ADD = """

               /** Adds x·w to a panel, where x are the features of each query and w is the vector in the lanes. */
               private static void add8(float[] m, int x, int xRow, int w, int panel, NarrowHead h) {
                   int at;
                   at = panel;
        R          at += h.row();
        rv         FloatVector c{r}{v} = FloatVector.fromArray(Lanes.F, m, at{+ v * Lanes.N});
                   int row = x;
                   int from = w;
                   for (int i = 0; i < h.count(); i++) {
        v              FloatVector w{v} = FloatVector.fromArray(Lanes.F, m, from{+ v * Lanes.N});
        r              FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[row{+ r}]);
        rv             c{r}{v} = x{r}.fma(w{v}, c{r}{v});
                       row += xRow;
                       from += Limits.BLOCK;
                   }
                   // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
                   at = panel + {R-1} * h.row();
        D          at -= h.row();
        dv         c{r}{v}.intoArray(m, at{+ v * Lanes.N});
               }
        """;
}
