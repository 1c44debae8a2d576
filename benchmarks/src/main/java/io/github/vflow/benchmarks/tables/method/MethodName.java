package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.Parameters;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The methods by name, in the order of the tables. A method of ours is one more constant, with its recipe for a number of columns in {@link
 * #detector}.
 */
public enum MethodName {
    /** The default of the library. */
    VFLOW,
    /** The default on a CSV file of the table, as the command trains and judges. */
    FILE,
    /** The default as a file of the table has it: numbers that repeat have a probability. */
    ATOMS,
    /** The default, but always with noise on training rows. */
    NOISY,
    /** The default with three members for each noise. */
    ENSEMBLE,
    /** The search for odd rows, which scores the rows that it is given and no others. */
    OUTLIERS,
    /** Mixture couplings without augmentation, trained once and without noise. */
    FLOW,
    /** The same with as many dimensions more as columns, at most 64. */
    AUGMENTED,
    /** As FLOW, trained for {@value #SECONDS} seconds of processor time. */
    TIMED_FLOW,
    /** As AUGMENTED, with networks so narrow that it has no more parameters than FLOW, and as many seconds as TIMED_FLOW. */
    TIMED_AUGMENTED,
    /** Spline couplings without augmentation. */
    SPLINE,
    /** Masked autoregressive steps of mixtures. */
    AUTOREGRESSIVE,
    /** Distance to the fifth neighbour. */
    NEIGHBOURS,
    /** Local outlier factor of 20 neighbours. */
    LOF,
    /** A Gaussian with shrunken covariance. */
    GAUSSIAN,
    /** A mixture of 1 to 10 Gaussians by BIC, with next to no ridge. */
    MIXTURE,
    /** The same with a ridge that bounds the density at repeated rows. */
    MIXTURE_RIDGED,
    /** The same in five folds: it scores the rows that it is given and no others. */
    MIXTURE_FOLDED,
    /** The minimum covariance determinant. */
    MCD,
    /** Isolation forest. */
    ISOLATION_FOREST,
    /** Robust random cut forest, of Amazon's library. */
    RANDOM_CUT_FOREST,
    /** One-class support vector machine. */
    ONE_CLASS_SVM;

    private static final int STEPS = 4;

    private static final int MOST_AUGMENTED = 64;
    private static final int MEMBERS = 3;
    private static final int SECONDS = 10;
    private static final int FOLDS = 5;
    private static final int TREES = 100;
    private static final int SAMPLE = 256;

    /** Whether it scores only the rows that it learns from. */
    public boolean isForOwnRows() {
        return this == OUTLIERS || this == MIXTURE_FOLDED;
    }

    /** How it learns. */
    public Detector detector() {
        return switch (this) {
            // the density of missing cells, which these rows do not have, is learned after the model and does not
            // change it
            case VFLOW -> new FlowDetector(_ -> Recipe.standard().withFillSteps(1));
            case FILE -> new FileDetector();
            case ATOMS -> new FlowDetector(_ -> Recipe.standard().withFillSteps(1), Table::withAtoms);
            case NOISY ->
                new FlowDetector(_ -> Recipe.standard().withFillSteps(1).withNoise(0.15));
            case ENSEMBLE ->
                new FlowDetector(_ -> Recipe.standard().withFillSteps(1).withMembers(MEMBERS));
            case OUTLIERS -> new OddRows();
            case FLOW -> new FlowDetector(d -> alone(mixture(d, 0)));
            case AUGMENTED -> new FlowDetector(d -> alone(augmented(d)));
            case TIMED_FLOW -> new TimedFlow(d -> mixture(d, 0), SECONDS);
            case TIMED_AUGMENTED -> new TimedFlow(MethodName::narrow, SECONDS);
            case SPLINE -> new FlowDetector(d -> alone(mixture(d, 0).withCoupling(CouplingSpec.Kind.SPLINE)));
            case AUTOREGRESSIVE -> new FlowDetector(d -> alone(mixture(d, 0).withStepKind(Steps.Kind.AUTOREGRESSIVE)));
            case NEIGHBOURS -> new NearestNeighbours(5);
            case LOF -> new LocalOutlierFactor(20);
            case GAUSSIAN -> new ShrunkenGaussian();
            case MIXTURE -> new GaussianMixture(10, 1e-6);
            case MIXTURE_RIDGED -> new GaussianMixture(10, 1e-2);
            case MIXTURE_FOLDED -> new Folded(MIXTURE_RIDGED.detector(), FOLDS);
            case MCD -> new MinimumCovariance(1e-6);
            case ISOLATION_FOREST -> new IsolationForest(TREES, SAMPLE);
            case RANDOM_CUT_FOREST -> new CutForest(TREES, SAMPLE);
            case ONE_CLASS_SVM -> new OneClassSvm(0.5);
        };
    }

    /** One training without noise. */
    private static Recipe alone(RowSpec architecture) {
        return Recipe.standard().withNoise(0.0).withArchitecture(architecture);
    }

    private static RowSpec augmented(int columns) {
        return mixture(columns, Math.min(columns, MOST_AUGMENTED));
    }

    /** The augmented architecture with the widest networks that give it no more parameters than the flow has. */
    private static RowSpec narrow(int columns) {
        int most = parameters(mixture(columns, 0));
        RowSpec augmented = augmented(columns);
        int width = augmented.steps().conditioner().hidden().getFirst();
        RowSpec narrow = augmented;
        while (width > 1 && parameters(narrow) > most) {
            width--;
            narrow = augmented.withConditioner(
                    List.of(width, width), augmented.steps().conditioner().activation());
        }
        return narrow;
    }

    private static int parameters(RowSpec architecture) {
        return Models.build(architecture, new Parameters()).parameters().size();
    }

    private static RowSpec mixture(int columns, int augment) {
        return RowSpec.of(columns, augment, STEPS)
                .withCoupling(CouplingSpec.Kind.MIXTURE)
                .withDefensive(DefensiveSpec.standard());
    }

    /** The word on the command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The method of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MethodName of(String word) {
        return Arrays.stream(values())
                .filter(m -> m.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no method '" + word + "'; choose of "
                        + Arrays.stream(values()).map(MethodName::word).collect(Collectors.joining(", "))));
    }
}
