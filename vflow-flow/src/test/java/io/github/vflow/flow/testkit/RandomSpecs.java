package io.github.vflow.flow.testkit;

import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.layer.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Architectures of all that can be put together but for kinks, on whose other side float32 may find itself; widths are below, at and
 * above what fills vectors.
 */
public final class RandomSpecs {
    private static final int MOST_PASSES = 8;

    private final SplittableRandom random;

    /** Drawn from some numbers. */
    public RandomSpecs(SplittableRandom random) {
        this.random = random;
    }

    /** One of some things. */
    @SafeVarargs
    public final <T> T any(T... things) {
        return things[random.nextInt(things.length)];
    }

    private int from(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private ColumnSpec column() {
        return any(
                new ColumnSpec.Real(),
                new ColumnSpec.Bounded(any(-9.0, -6.0), any(7.0, 12.0)),
                new ColumnSpec.HeavyTailed(any(-1.0, 0.0), any(0.5, 2.0)),
                new ColumnSpec.Circular(-4, 4, any(-4.0, 1.0), any(0.5, 2.0)),
                new ColumnSpec.Whole(any(-1.0, 0.0, 3.5), any(0.5, 2.0, 7.0)),
                new ColumnSpec.Atom(
                        any(List.of(0.0), List.of(0.3), List.of(-1.0, 0.0, 2.0)),
                        any(new ColumnSpec.Real(), new ColumnSpec.Whole(any(0.0, 3.5), any(0.5, 2.0)))),
                new ColumnSpec.Marginal(
                        new MarginalMap(List.of(-1.0, 0.0, 2.0), List.of(any(0.5, 2.0), 1.0, 1.5), any(-1.0, 0.5)),
                        any(new ColumnSpec.Real(), new ColumnSpec.Whole(3.5, any(0.5, 2.0)))),
                new ColumnSpec.Few(any(-1L, 0L), any(2, 5), any(0.0, 2.0)),
                new ColumnSpec.Listed(any(List.of(-0.5, 0.25), List.of(0.0, 5.0, 10.0)), false, any(0.0, 2.0)),
                new ColumnSpec.Listed(any(List.of(-1.0, 1.0), List.of(0.0, 5.0, 10.0)), true, any(0.0, 1.5)),
                ColumnSpec.Category.of(any(2, 3, 8, 9, 16)));
    }

    private CouplingSpec coupling() {
        CouplingSpec.Kind kind = any(CouplingSpec.Kind.values());
        // a spline has an operation for each bin, so the reference engine needs much memory for many
        int components = kind == CouplingSpec.Kind.SPLINE ? any(2, 5, 8) : any(1, 2, 5, 8, 16, 32);
        return new CouplingSpec(kind, Math.max(kind.leastComponents(), components));
    }

    /** Of a model of rows. */
    public RowSpec rows() {
        int features = from(1, 7);
        List<Integer> hidden = IntStream.range(0, from(1, 3))
                .mapToObj(_ -> any(3, 8, 16, 20, 32, 50, 64))
                .toList();
        List<ColumnSpec> columns = random.nextInt(3) > 0
                ? List.of()
                : IntStream.range(0, features).mapToObj(_ -> column()).toList();
        CouplingSpec coupling = coupling();
        Steps.Kind kind = any(Steps.Kind.values());
        boolean onto = coupling.kind() != CouplingSpec.Kind.MIXTURE_PAPER || kind != Steps.Kind.INVERSE_AUTOREGRESSIVE;
        Activation activation = any(Activation.TANH, Activation.ELU, Activation.SILU);
        boolean residual = hidden.size() > 1 && random.nextInt(3) == 0;
        MlpSpec network = residual
                ? new MlpSpec(Collections.nCopies(hidden.size(), hidden.getFirst()), activation, false, true)
                : new MlpSpec(hidden, activation);
        RowSpec spec = RowSpec.of(features, from(0, 5), from(1, 3))
                .withKinds(columns)
                .withGiven(any(0, 0, 1, 3))
                .withPosterior(any(RowSpec.Augmentation.Posterior.Kind.values()), from(1, 2))
                .withConditioner(network)
                .withCoupling(coupling)
                .withLinear(any(Steps.Linear.values()))
                .withDefensive(any(
                        DefensiveSpec.none(),
                        DefensiveSpec.none(),
                        new DefensiveSpec(any(0.0, 0.2), any(0.0, 0.05), any(1, 3))))
                .withFill(any(RowSpec.Fill.none(), RowSpec.Fill.standard().withBlocks(from(1, 3))))
                .withBase(base());
        // the inverse of an autoregressive step has a pass for each dimension
        Steps.Kind used = onto && spec.dimensions() <= MOST_PASSES ? kind : Steps.Kind.COUPLING;
        return spec.withStepKind(used)
                .withConditioner(network.withLayerNorm(used == Steps.Kind.COUPLING && random.nextInt(3) == 0));
    }

    private BaseSpec base() {
        return any(
                BaseSpec.normal(),
                BaseSpec.normal(),
                new BaseSpec.Student(any(1.5, 3.0, 40.0), random.nextBoolean()),
                new BaseSpec.Mixture(any(1, 2, 5, 16)));
    }

    /** Of a mixture of two models of the same rows. */
    public Spec.Mixture mixture() {
        RowSpec first = rows();
        RowSpec second = first.withStepKind(Steps.Kind.COUPLING)
                .withCoupling(coupling())
                .withDefensive(any(DefensiveSpec.none(), new DefensiveSpec(0.1, 0.05, any(1, 2))))
                .withNoise(any(0.0, 0.3));
        double share = any(0.01, 0.5, 0.7);
        Spec.Mixture mixture = new Spec.Mixture(List.of(first, second), List.of(share, 1 - share));
        return random.nextBoolean() ? mixture : mixture.withTilt(tilt(first.features()));
    }

    private TiltSpec tilt(int features) {
        return new TiltSpec(
                IntStream.range(0, features)
                        .filter(j -> j == 0 || random.nextBoolean())
                        .mapToObj(j -> new TiltSpec.OfColumn(
                                j,
                                List.of(-0.31, 0.23 + random.nextDouble()),
                                IntStream.range(0, 3)
                                        .mapToObj(_ -> random.nextDouble(-1, 1))
                                        .toList()))
                        .toList(),
                random.nextDouble(),
                random.nextDouble(-0.5, 0.5),
                0.01);
    }

    /** Cells [n · (features + given)] that fit the columns of a specification. */
    public double[] cells(RowSpec spec, int n) {
        int width = spec.features() + spec.given();
        double[] cells = Eval.normal(n * width, 1, random);
        for (int i = 0; i < cells.length; i++) {
            int j = i % width;
            if (j < spec.kinds().size()) {
                cells[i] = cell(spec.kinds().get(j), cells[i]);
            }
        }
        return cells;
    }

    private double cell(ColumnSpec column, double normal) {
        return switch (column) {
            case ColumnSpec.Real _, ColumnSpec.HeavyTailed _, ColumnSpec.Circular _ -> normal;
            // between the bounds, standardised or not
            case ColumnSpec.Bounded _ -> 0.5 + 0.45 * Math.tanh(normal);
            case ColumnSpec.Whole _ -> random.nextInt(-2, 8);
            case ColumnSpec.Marginal m -> cell(m.of(), normal);
            case ColumnSpec.Atom a ->
                random.nextBoolean() ? a.values().get(random.nextInt(a.values().size())) : cell(a.of(), normal);
            case ColumnSpec.Listed l ->
                random.nextInt(4) == 0
                        ? Math.rint(3 * normal)
                        : l.values().get(random.nextInt(l.values().size()));
            case ColumnSpec.Few f -> f.low() + random.nextInt(-1, f.count() + 1);
            case ColumnSpec.Category c -> random.nextInt(c.codes());
        };
    }

    /** Of a model of small images. */
    public ImageSpec images() {
        ImageSpec.Pixels pixels = new ImageSpec.Pixels(any(2, 4, 6, 8), any(2, 4, 8), from(1, 3), any(2, 16, 256));
        int augment = from(0, 3);
        int filters = any(4, 8, 16, 18, 32);
        int heads = heads(filters);
        List<Stage> layout = layout(pixels.height(), pixels.width(), pixels.channels() + augment, heads > 0);
        boolean hasBlocks = layout.stream().anyMatch(stage -> stage.kind().hasBlocks());
        return new ImageSpec(
                pixels,
                augment,
                any(0, 0, 3),
                layout,
                coupling(),
                new NetSpec(filters, from(1, 2), heads, 0, random.nextBoolean(), random.nextBoolean()),
                new DequantizerSpec(any(DequantizerKind.values()), conditional(filters, hasBlocks)),
                new ImagePosteriorSpec(any(ImagePosteriorKind.values()), conditional(filters, hasBlocks)));
    }

    /** Stages that fit images [h, w, c]. */
    private List<Stage> layout(int h, int w, int c, boolean attends) {
        List<Stage> layout = new ArrayList<>(List.of(new Stage(Kind.COLUMNS, 1)));
        int height = h;
        int width = w;
        int channels = c;
        for (int i = from(1, 4); i > 0; i--) {
            Kind kind = any(Kind.values());
            boolean squares = height % 2 == 0 && width % 2 == 0;
            boolean fits = switch (kind) {
                case COLUMNS -> width % 2 == 0;
                case CHECKERBOARD -> squares;
                case CHANNELS -> channels % 2 == 0;
                // a sample takes a pass for each
                case PATCHES -> attends && height * width <= MOST_PASSES;
                case JET_CHECKERBOARD -> attends && squares;
                case JET_CHANNELS -> attends && channels % 2 == 0;
                case SQUEEZE -> squares && channels <= 6;
                case FACTOR -> channels % 2 == 0 && channels > 2;
            };
            if (fits && kind == Kind.SQUEEZE) {
                height /= 2;
                width /= 2;
                channels *= 4;
            } else if (fits && kind == Kind.FACTOR) {
                channels /= 2;
            }
            if (fits) {
                layout.add(new Stage(kind, kind == Kind.SQUEEZE || kind == Kind.FACTOR ? 0 : 1));
            }
        }
        return layout;
    }

    /** A number that divides the filters; zero for no attention. */
    private int heads(int filters) {
        int[] all =
                IntStream.rangeClosed(1, filters).filter(n -> filters % n == 0).toArray();
        return random.nextInt(4) == 0 ? 0 : all[random.nextInt(all.length)];
    }

    private ConditionalSpec conditional(int filters, boolean byContext) {
        boolean normed = random.nextBoolean();
        ConditionalSpec.Context context =
                new ConditionalSpec.Context(any(2, 3, 4, 8, 16), from(0, 1), normed, normed ? from(0, 1) : 0);
        int heads = heads(byContext ? context.filters() : filters);
        return new ConditionalSpec(from(1, 2), random.nextBoolean(), 1, heads, context);
    }
}
