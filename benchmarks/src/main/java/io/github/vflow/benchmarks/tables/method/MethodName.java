package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.table.Recipe;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The methods by name, in the order of the tables. A method of ours is one more constant with its recipe for a number of columns. */
public enum MethodName {
    /** The default of the library. */
    VFLOW(_ -> Recipe.standard()),
    /** Mixture couplings without augmentation. */
    FLOW(d -> Recipe.standard().withArchitecture(mixture(d, 0))),
    /** The same with as many dimensions more as columns, at most 64. */
    AUGMENTED(d -> Recipe.standard().withArchitecture(mixture(d, Math.min(d, Widest.AUGMENT)))),
    /** Distance to the fifth neighbour. */
    NEIGHBOURS(new NearestNeighbours(5)),
    /** Local outlier factor. */
    LOF(new LocalOutlierFactor(20)),
    /** A Gaussian with shrunken covariance. */
    GAUSSIAN(new ShrunkenGaussian()),
    /** A mixture of 1 to 10 Gaussians by BIC, with next to no ridge. */
    MIXTURE(new GaussianMixture(10, 1e-6)),
    /** The same with a ridge that bounds the density at repeated rows. */
    MIXTURE_RIDGED(new GaussianMixture(10, 1e-2)),
    /** Isolation forest. */
    ISOLATION_FOREST(new IsolationForest(100, 256)),
    /** Robust random cut forest, of Amazon's library. */
    RANDOM_CUT_FOREST(new CutForest(100, 256)),
    /** One-class support vector machine. */
    ONE_CLASS_SVM(new OneClassSvm(0.5));

    /** A holder, since the constants above cannot see a field of the enum. */
    private static final class Widest {
        static final int AUGMENT = 64;
        static final int STEPS = 4;

        private Widest() {}
    }

    private final Detector detector;
    private final boolean ours;

    MethodName(Detector baseline) {
        this.detector = baseline;
        this.ours = false;
    }

    MethodName(IntFunction<Recipe> recipe) {
        this.detector = new FlowDetector(recipe);
        this.ours = true;
    }

    private static RowSpec mixture(int columns, int augment) {
        return RowSpec.of(columns, augment, Widest.STEPS).withCoupling(CouplingKind.MIXTURE);
    }

    /** How it learns. */
    public Detector detector() {
        return detector;
    }

    /** Whether it is a flow of this library. */
    public boolean isOurs() {
        return ours;
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
