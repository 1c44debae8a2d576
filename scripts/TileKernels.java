import java.util.List;
import java.util.Map;

/** Tiles of matrix products, for {@link Kernels}: the table of their shapes, and a template for each kind. */
final class TileKernels {
    /** A tile of some rows; a panel of rows uses it from row i on while there are enough rows before to, and more holds. */
    private record Tile(int rows, int vectors, String more) {
        Tile(int rows, int vectors) {
            this(rows, vectors, "");
        }
    }

    // eight rows are faster as four and four than as six and two
    private static final List<Tile> FOUR = List.of(new Tile(6, 4, " && i + 8 != to"), new Tile(4, 4), new Tile(1, 4));

    /** The tiles of each panel, tallest first. */
    private static final List<List<Tile>> BY_ROWS = List.of(
            FOUR,
            List.of(
                    new Tile(8, 2, " && Lanes.MANY"),
                    new Tile(6, 2, " && i + 8 != to && !Lanes.MANY"),
                    new Tile(4, 2),
                    new Tile(2, 2),
                    new Tile(1, 2)),
            List.of(new Tile(8, 1), new Tile(1, 1)));

    /** With one vector, a multiplication loads a number of its own; tall tiles share the other loads. With 16 rows C1 may run out of registers. */
    private static final List<List<Tile>> BY_COLUMNS = List.of(
            FOUR,
            List.of(
                    new Tile(8, 2, " && Lanes.MANY"),
                    new Tile(5, 2, " && i + 8 != to && !Lanes.MANY"),
                    new Tile(4, 2),
                    new Tile(2, 2),
                    new Tile(1, 2)),
            List.of(new Tile(12, 1, " && i + 16 != to && Lanes.MANY"), new Tile(8, 1), new Tile(1, 1)));

    private TileKernels() {}

    /** The texts of the classes by their names below the package of the vector engine. */
    static Map<String, String> files() {
        return Map.of(
                "matrix/RowTiles", tiles(ROW_CLASS, BY_ROWS, ROW_PANEL, "bRow, bSkip", ROW_TILE),
                "matrix/ColumnTiles", tiles(COLUMN_CLASS, BY_COLUMNS, COLUMN_PANEL, "bRows", COLUMN_TILE),
                "matrix/ThinTiles", THIN_CLASS + thin(4, 1) + thin(4, 2) + thin(8, 1) + thin(8, 2) + "}\n",
                "matrix/DotTiles", Kernels.unrolled(DOT_CLASS, 4, 4));
    }

    private static String tiles(String top, List<List<Tile>> panels, String panel, String places, String template) {
        StringBuilder text = new StringBuilder(top);
        for (List<Tile> tiles : panels) {
            text.append(Kernels.unrolled(panel, 0, tiles.getFirst().vectors));
            for (Tile t : tiles) {
                String loop = LOOP.replace("{more}", t.more).replace("{places}", places);
                text.append(Kernels.unrolled(loop, t.rows, t.vectors));
            }
            text.append("    }\n");
            for (Tile t : tiles) {
                String tile = template.replace("{jump}\n", t.rows == 1 ? ONE_JUMP : JUMPS);
                text.append(Kernels.unrolled(tile, t.rows, t.vectors));
            }
        }
        return text.append("}\n").toString();
    }

    private static String thin(int depth, int vectors) {
        return Kernels.unrolled(THIN_TILE, depth, vectors);
    }

    private static final String LOOP = """
                   for (; i + {R} <= to{more}; i += {R}) {
                       tile{R}x{V}(m, g, a, b, {places}, c, i, lastWidth);
                   }
        """;

    private static final String ROW_CLASS = """
        package io.github.vflow.tensor.vector.matrix;

        import io.github.vflow.tensor.kernel.operand.Axis;
        import io.github.vflow.tensor.kernel.operand.Gemm;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorMask;

        /**
         * Register tiles of the matrix product where a is contiguous along its rows. Accumulators, rows × vectors, are named locals, since
         * an array of vectors would be in memory. An index that grows with the loop lets the compiler drop its bounds checks.
         *
         * <p>Only the last store of a row is masked. Loads may run past a row of b into slack: a masked load in the loop keeps the compiler
         * from holding all accumulators in registers. Each run of a row has a loop from zero, since C2 compiles the ends of a loop over the
         * rest of all runs badly.
         */
        final class RowTiles {
            private RowTiles() {}

            /** Computes rows [from, to) of some vectors of columns. Rows of b are bRow apart, and bSkip further after a run. */
            static void columns(
                    float[] m, Gemm g, int a, int b, int bRow, int bSkip, int c, int from, int to, int vectors, int lastWidth) {
                switch (vectors) {
                    case 4 -> panel4(m, g, a, b, bRow, bSkip, c, from, to, lastWidth);
                    case 2 -> panel2(m, g, a, b, bRow, bSkip, c, from, to, lastWidth);
                    default -> panel1(m, g, a, b, bRow, bSkip, c, from, to, lastWidth);
                }
            }
        """;

    private static final String ROW_PANEL = """

               private static void panel{V}(
                       float[] m, Gemm g, int a, int b, int bRow, int bSkip, int c, int from, int to, int lastWidth) {
                   int i = from;
        """;

    private static final String ROW_TILE = """

               private static void tile{R}x{V}(
                       float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
                   Axis columns = g.columns();
                   Axis rows = g.rows();
        r          int a{r} = from + rows.at(i{+ r});
                   FloatVector zero = FloatVector.zero(Lanes.F);
        rv         FloatVector c{r}{v} = zero;
                   int b = first;
                   int done = 0;
                   while (true) {
                       int run = Math.min(g.k() - done, columns.run());
                       for (int k = 0; k < run; k++) {
        v                  FloatVector b{v} = FloatVector.fromArray(Lanes.F, m, b{+ v * Lanes.N});
        r                  FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[a{r} + k]);
        rv                 c{r}{v} = x{r}.fma(b{v}, c{r}{v});
                           b += bRow;
                       }
                       done += run;
                       if (done == g.k()) {
                           break;
                       }
                       b += bSkip;
        {jump}
                   }
                   VectorMask<Float> last = Lanes.first(lastWidth);
                   int to = c + i * g.cRow();
        rv         c{r}{v}.intoArray(m, to{+ r * g.cRow()}{+ v * Lanes.N}{, last});
               }
        """;

    private static final String ONE_JUMP = """
                       a0 += run + columns.jump(done);
        """;

    private static final String JUMPS = """
                       int jump = run + columns.jump(done);
        r              a{r} += jump;
        """;

    private static final String COLUMN_CLASS = """
        package io.github.vflow.tensor.vector.matrix;

        import io.github.vflow.tensor.kernel.operand.Axis;
        import io.github.vflow.tensor.kernel.operand.Gemm;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorMask;

        /**
         * Register tiles of the matrix product where a is contiguous along its columns. A column of the tile is one run of memory, with
         * one bounds check. Accumulators, loads and stores are those of {@link RowTiles}.
         */
        final class ColumnTiles {
            private ColumnTiles() {}

            /** Computes rows [from, to) of some vectors of columns from b and c on. */
            static void columns(
                    float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int vectors, int lastWidth) {
                switch (vectors) {
                    case 4 -> panel4(m, g, a, b, bRows, c, from, to, lastWidth);
                    case 2 -> panel2(m, g, a, b, bRows, c, from, to, lastWidth);
                    default -> panel1(m, g, a, b, bRows, c, from, to, lastWidth);
                }
            }
        """;

    private static final String COLUMN_PANEL = """

               private static void panel{V}(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
                   int i = from;
        """;

    private static final String COLUMN_TILE = """

               private static void tile{R}x{V}(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
                   int[] places = g.columns().offsets();
                   int[] rows = bRows.offsets();
                   int a = from + i;
                   FloatVector zero = FloatVector.zero(Lanes.F);
        rv         FloatVector c{r}{v} = zero;
                   for (int k = 0; k < places.length; k++) {
                       int at = a + places[k];
                       int b = first + rows[k];
        v              FloatVector b{v} = FloatVector.fromArray(Lanes.F, m, b{+ v * Lanes.N});
        r              FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[at{+ r}]);
        rv             c{r}{v} = x{r}.fma(b{v}, c{r}{v});
                   }
                   VectorMask<Float> last = Lanes.first(lastWidth);
                   int to = c + i * g.cRow();
        rv         c{r}{v}.intoArray(m, to{+ r * g.cRow()}{+ v * Lanes.N}{, last});
               }
        """;

    private static final String THIN_CLASS = """
        package io.github.vflow.tensor.vector.matrix;

        import io.github.vflow.tensor.kernel.operand.Axis;
        import io.github.vflow.tensor.kernel.operand.Gemm;
        import io.github.vflow.tensor.vector.lane.Lanes;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorMask;

        /**
         * Matrix products with a contraction of four or eight, as in heads of attention. A panel of b stays in registers while rows go by;
         * tiles of several rows would spend as long on their beginning and end as on so few products.
         */
        final class ThinTiles {
            private ThinTiles() {}

            /** Whether a product has such a contraction. */
            static boolean fit(Gemm g) {
                return Lanes.MANY
                        && g.columns().step() == 1
                        && (g.k() == 4 || g.k() == 8)
                        && Math.min(g.columns().run(), g.bRows().run()) >= g.k();
            }

            /** Computes rows [from, to) of all columns. */
            static void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to) {
                for (int j = 0; j < g.n(); j += 2 * Lanes.N) {
                    int left = g.n() - j;
                    if (left <= Lanes.N) {
                        if (g.k() == 4) {
                            tile4x1(m, g, a, b + j, c + j, from, to, left);
                        } else {
                            tile8x1(m, g, a, b + j, c + j, from, to, left);
                        }
                    } else {
                        int lastWidth = left - Lanes.N;
                        if (g.k() == 4) {
                            tile4x2(m, g, a, b + j, c + j, from, to, lastWidth);
                        } else {
                            tile8x2(m, g, a, b + j, c + j, from, to, lastWidth);
                        }
                    }
                }
            }
        """;

    private static final String THIN_TILE = """

               private static void tile{R}x{V}(float[] m, Gemm g, int a, int first, int c, int from, int to, int lastWidth) {
                   Axis rows = g.rows();
        rv         FloatVector b{r}{v} = FloatVector.fromArray(Lanes.F, m, first{+ r * g.bRow()}{+ v * Lanes.N});
                   VectorMask<Float> last = Lanes.first(lastWidth);
                   int at = c + from * g.cRow();
                   for (int i = from; i < to; i++) {
                       int row = a + rows.at(i);
        v              FloatVector c{v} = FloatVector.zero(Lanes.F);
        r              FloatVector x{r} = FloatVector.broadcast(Lanes.F, m[row{+ r}]);
        rv             c{v} = x{r}.fma(b{r}{v}, c{v});
        v              c{v}.intoArray(m, at{+ v * Lanes.N}{, last});
                       at += g.cRow();
                   }
               }
        """;

    private static final String DOT_CLASS = """
           package io.github.vflow.tensor.vector.matrix;

           import io.github.vflow.tensor.kernel.operand.Dots;
           import io.github.vflow.tensor.vector.lane.Lanes;
           import io.github.vflow.tensor.vector.lane.RowSum;
           import io.github.vflow.tensor.vector.lane.Transposition;
           import jdk.incubator.vector.FloatVector;

           /**
            * Dot products of rows with rows, four by four, so that a load serves four products. The sixteen lanes are the running sums that
            * {@link io.github.vflow.tensor.kernel.ReductionKernels} fixes. One loop covers all runs: rows are short (two vectors in
            * attention), and a loop for each run would take longer to begin and end than to run.
            */
           final class DotTiles {
               private DotTiles() {}

               /** Computes the whole product for vectors with sixteen lanes; {@link Dots#ROOM} floats of working memory are at free. */
               static void multiply(float[] m, Dots d, int a, int b, int c, int free) {
                   int i = 0;
                   for (; i + 4 <= d.rows(); i += 4) {
                       int j = 0;
                       for (; j + 4 <= d.columns(); j += 4) {
                           tile(m, d, a + i * d.aRow(), b + j * d.bRow(), free);
                           sum(m, free, c + i * d.cRow() + j, d.cRow());
                       }
                       for (; j < d.columns(); j++) {
                           for (int r = i; r < i + 4; r++) {
                               m[c + r * d.cRow() + j] = RowSum.ofProduct(m, a + r * d.aRow(), b + j * d.bRow(), d);
                           }
                       }
                   }
                   for (; i < d.rows(); i++) {
                       for (int j = 0; j < d.columns(); j++) {
                           m[c + i * d.cRow() + j] = RowSum.ofProduct(m, a + i * d.aRow(), b + j * d.bRow(), d);
                       }
                   }
               }

               private static void tile(float[] m, Dots d, int a, int b, int sums) {
                   int a0 = a;
        R          int a{r} = a{r-1} + d.aRow();
                   int b0 = b;
        R          int b{r} = b{r-1} + d.bRow();
                   FloatVector zero = FloatVector.zero(Lanes.F);
        rv         FloatVector c{r}{v} = zero;
                   int apart = d.runStep() - d.run();
                   int bApart = d.bRunStep() - d.run();
                   int left = d.run();
                   for (int k = 0; k < d.n(); k += Lanes.N) {
        v              FloatVector y{v} = FloatVector.fromArray(Lanes.F, m, b{v});
        r              FloatVector x{r} = FloatVector.fromArray(Lanes.F, m, a{r});
        rv             c{r}{v} = x{r}.fma(y{v}, c{r}{v});
                       left -= Lanes.N;
                       int on = left > 0 ? Lanes.N : Lanes.N + apart;
                       int bOn = left > 0 ? Lanes.N : Lanes.N + bApart;
                       left = left > 0 ? left : d.run();
        r              a{r} += on;
        v              b{v} += bOn;
                   }
        rv         c{r}{v}.intoArray(m, sums{+ r+v * Lanes.N});
               }

               /** Adds up through memory: vectors that are passed on may go to the heap. */
               private static void sum(float[] m, int sums, int c, int cRow) {
                   Transposition.sums(m, sums);
                   int from = sums;
                   int to = c;
                   for (int i = 0; i < 4; i++) {
                       m[to] = m[from];
                       m[to + 1] = m[from + 1];
                       m[to + 2] = m[from + 2];
                       m[to + 3] = m[from + 3];
                       from += 4;
                       to += cRow;
                   }
               }
           }
        """;
}
