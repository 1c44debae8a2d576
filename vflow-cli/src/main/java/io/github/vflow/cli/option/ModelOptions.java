package io.github.vflow.cli.option;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.PosteriorKind;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.LinearKind;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.StepKind;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the architecture of a model. */
public final class ModelOptions {
    private static final int AUGMENT = 8;
    private static final int COMPONENTS = 8;
    private static final OptionRange AUGMENTED = new OptionRange("--augment", 0, 10_000);
    private static final OptionRange STEPS = new OptionRange("--flow-steps", 1, 1_000);
    private static final OptionRange HIDDEN = new OptionRange("--hidden", 1, 1 << 15);
    private static final OptionRange MIXED = new OptionRange("--components", 1, 1_000);
    private static final OptionRange BASE_COMPONENTS = new OptionRange("--base-components", 1, 1_000);
    private static final OptionRange POSTERIOR_STEPS = new OptionRange("--posterior-steps", 1, 1_000);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--augment",
            paramLabel = "D_Z",
            description = "Dimensions added to the data's; 0 gives a plain flow with an exact likelihood. For"
                    + " images, channels. Default: 0 for tables, 8 for toy densities, 1 for images.")
    private @Nullable Integer augment;

    @Option(
            names = "--flow-steps",
            defaultValue = "4",
            paramLabel = "L",
            description =
                    "Rows: steps of p(x, z): ActNorm, linear map, coupling or autoregressive map. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = "50,50",
            paramLabel = "N",
            description = "Rows: widths of the hidden layers of each step's network. Default: ${DEFAULT-VALUE}.")
    private List<Integer> hidden;

    @Option(
            names = "--activation",
            defaultValue = "relu",
            paramLabel = "NAME",
            description = "Rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Activation activation;

    @Option(
            names = "--coupling",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}. An affine coupling with a bounded scale (sigmoid, tanh) tolerates outliers better"
                            + " than affine; a spline fits better, a mixture of logistics best, and takes longest. Default: mixture, for toy"
                            + " densities affine-tanh.")
    private @Nullable CouplingKind coupling;

    @Option(
            names = "--components",
            paramLabel = "K",
            description = "Components of a mixture coupling, or bins of a spline. Default: 8.")
    private @Nullable Integer components;

    @Option(
            names = "--linear",
            defaultValue = "dense",
            paramLabel = "KIND",
            description = "Rows: the linear map of each step: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private LinearKind linear;

    @Option(
            names = "--step-kind",
            defaultValue = "coupling",
            paramLabel = "KIND",
            description =
                    "Rows: ${COMPLETION-CANDIDATES}. In an autoregressive step the dimensions before condition each: a"
                            + " density takes one pass of the network, a sample one for each dimension (for up to about 64)."
                            + " The inverse has it the other way round. Default: ${DEFAULT-VALUE}.")
    private StepKind stepKind;

    @Option(
            names = "--layer-norm",
            description = "Rows: a layer norm before each activation of the networks of couplings.")
    private boolean layerNorm;

    @Option(
            names = "--residual",
            description =
                    "Rows: each hidden layer after the first is a residual block of two layers; all --hidden must be"
                            + " equal.")
    private boolean residual;

    @Option(
            names = "--base",
            defaultValue = "normal",
            paramLabel = "KIND",
            description = "Rows: the distribution that the flow maps to: ${COMPLETION-CANDIDATES}. A Student t in each"
                    + " dimension has heavy tails, a mixture of normal distributions separate modes. Default:"
                    + " ${DEFAULT-VALUE}.")
    private BaseKind base;

    @Option(
            names = "--base-components",
            paramLabel = "K",
            description = "Rows: the normal distributions of --base mixture. Default: 8.")
    private @Nullable Integer baseComponents;

    @Option(
            names = "--base-freedom",
            paramLabel = "NU",
            description = "Rows: the degrees of freedom of --base student, which then stay as they are. Without, each"
                    + " dimension learns its own, from 8 on.")
    private @Nullable Double baseFreedom;

    @Option(
            names = "--posterior",
            defaultValue = "flow",
            paramLabel = "KIND",
            description = "q(z|x): ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private PosteriorKind posterior;

    @Option(
            names = "--posterior-steps",
            defaultValue = "1",
            paramLabel = "N",
            description = "Rows: steps of a flow posterior. Default: ${DEFAULT-VALUE}.")
    private int posteriorSteps;

    /** The architecture of a toy density. */
    public RowSpec ofToy(int features) {
        return spec(features, AUGMENT, CouplingKind.AFFINE_TANH);
    }

    /** The architecture of a table with a number of columns. */
    public RowSpec ofTable(int features) {
        return spec(features, 0, CouplingKind.MIXTURE);
    }

    private RowSpec spec(int features, int usualAugment, CouplingKind usualCoupling) {
        STEPS.check(command, steps);
        POSTERIOR_STEPS.check(command, posteriorSteps);
        hidden.forEach(width -> HIDDEN.check(command, width));
        checkNetworks();
        try {
            return RowSpec.of(features, augmentOr(usualAugment), steps)
                    .withConditioner(new MlpSpec(hidden, activation, layerNorm, residual))
                    .withCoupling(coupling(usualCoupling))
                    .withLinear(linear)
                    .withStepKind(stepKind)
                    .withPosterior(posterior, posteriorSteps)
                    .withBase(base());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private void checkNetworks() {
        require(
                !layerNorm || stepKind == StepKind.COUPLING,
                "--layer-norm mixes units that see different dimensions, so it needs --step-kind coupling but that is "
                        + EnumWords.of(stepKind));
        require(
                !layerNorm || hidden.stream().allMatch(h -> h >= 2),
                "--layer-norm makes a constant of one unit, so --hidden must be at least 2 but is " + words(hidden));
        require(
                !residual || (hidden.size() >= 2 && hidden.stream().distinct().count() == 1),
                "--residual needs at least two hidden layers, all of one width, but --hidden is " + words(hidden)
                        + "; try --hidden 64,64");
    }

    private static String words(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private BaseSpec base() {
        require(
                baseComponents == null || base == BaseKind.MIXTURE,
                "--base-components is of --base mixture but the base is " + EnumWords.of(base));
        require(
                baseFreedom == null || base == BaseKind.STUDENT,
                "--base-freedom is of --base student but the base is " + EnumWords.of(base));
        require(
                baseFreedom == null || (baseFreedom > 1 && baseFreedom <= BaseSpec.Student.MOST),
                "--base-freedom must be greater than 1 and at most 1e6 but is " + baseFreedom);
        return switch (base) {
            case NORMAL -> BaseSpec.normal();
            case STUDENT -> baseFreedom == null ? BaseSpec.student() : new BaseSpec.Student(baseFreedom, false);
            case MIXTURE -> new BaseSpec.Mixture(given(baseComponents, COMPONENTS, BASE_COMPONENTS));
        };
    }

    public int augmentOr(int usual) {
        return given(augment, usual, AUGMENTED);
    }

    /**
     * The coupling, of the kind that is asked for.
     *
     * @param usual the kind if none is
     */
    public CouplingSpec coupling(CouplingKind usual) {
        CouplingKind kind = coupling == null ? usual : coupling;
        int number = given(components, COMPONENTS, MIXED);
        if (number < kind.leastComponents()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--components must be at least " + kind.leastComponents() + " for a " + EnumWords.of(kind)
                            + " coupling but is " + number);
        }
        return new CouplingSpec(kind, number);
    }

    private int given(@Nullable Integer value, int usual, OptionRange range) {
        int used = value == null ? usual : value;
        range.check(command, used);
        return used;
    }

    public PosteriorKind posterior() {
        return posterior;
    }
}
