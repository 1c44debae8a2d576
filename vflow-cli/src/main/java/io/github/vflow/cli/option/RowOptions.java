package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.usage.DataKind;
import io.github.vflow.cli.usage.OptionGroup;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.defaults.MemberDefaults;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the architecture of a model of rows; {@link ModelOptions} has those in common with images. */
public final class RowOptions implements OptionGroup {
    private static final int AUGMENT = 8;
    private static final int COMPONENTS = 8;

    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = FlowDefaults.WIDTH + "," + FlowDefaults.WIDTH,
            paramLabel = "N",
            description = "Widths of the hidden layers of each step's network. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1 << 15)
    private List<Integer> hidden;

    @Option(
            names = "--activation",
            defaultValue = "relu",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Activation activation;

    @Option(
            names = "--linear",
            defaultValue = "dense",
            paramLabel = "KIND",
            description = "The linear map of each step: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Steps.Linear linear;

    @Option(names = "--layer-norm", description = "A layer norm before each activation of the networks of couplings.")
    private boolean layerNorm;

    @Option(
            names = "--residual",
            description =
                    "Each hidden layer after the first is a residual block of two layers; all --hidden must be equal.")
    private boolean residual;

    @Option(
            names = "--base",
            defaultValue = "normal",
            paramLabel = "KIND",
            description = "The distribution that the flow maps to: ${COMPLETION-CANDIDATES}. A Student t in each"
                    + " dimension has heavy tails, a mixture of normal distributions separate modes. Default:"
                    + " ${DEFAULT-VALUE}.")
    private BaseKind base;

    @Option(
            names = "--base-components",
            paramLabel = "K",
            description = "The normal distributions of --base mixture. Default: 8.")
    @Range(least = 1, most = 1_000)
    private @Nullable Integer baseComponents;

    @Option(
            names = "--base-freedom",
            paramLabel = "NU",
            description = "The degrees of freedom of --base student, which are then fixed. Default: each"
                    + " dimension learns its own, from 8 on.")
    private @Nullable Double baseFreedom;

    @Option(
            names = "--posterior-steps",
            defaultValue = "1",
            paramLabel = "N",
            description = "Steps of a flow posterior. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1_000)
    private int posteriorSteps;

    @Override
    public DataKind kind() {
        return DataKind.ROWS;
    }

    /** The architecture of a toy density. */
    public RowSpec ofToy(int features, ModelOptions model) {
        return spec(features, model, AUGMENT, CouplingSpec.Kind.AFFINE_TANH);
    }

    /** The architecture of a table with a number of columns. */
    public RowSpec ofTable(int features, ModelOptions model) {
        return spec(features, model, 0, CouplingSpec.Kind.MIXTURE);
    }

    private RowSpec spec(int features, ModelOptions model, int usualAugment, CouplingSpec.Kind usualCoupling) {
        Steps.Kind stepKind = model.stepKind()
                .ofRows()
                .orElseThrow(() -> new UsageException("--step-kind " + EnumWords.of(model.stepKind())
                        + " is for images; models of rows have coupling, autoregressive or inverse-autoregressive"));
        checkNetworks(stepKind);
        try {
            return RowSpec.of(features, model.augmentOr(usualAugment), model.flowStepsOr(MemberDefaults.FLOW_STEPS))
                    .withConditioner(new MlpSpec(hidden, activation, layerNorm, residual))
                    .withCoupling(model.coupling(usualCoupling))
                    .withLinear(linear)
                    .withStepKind(stepKind)
                    .withPosterior(model.posterior(), posteriorSteps)
                    .withBase(base());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void checkNetworks(Steps.Kind stepKind) {
        require(
                !layerNorm || stepKind == Steps.Kind.COUPLING,
                "--layer-norm mixes units that see different dimensions, so it needs --step-kind coupling but that is %s",
                EnumWords.of(stepKind));
        require(
                !layerNorm || hidden.stream().allMatch(h -> h >= 2),
                "--layer-norm makes a constant of one unit, so --hidden must be at least 2 but is %s",
                words(hidden));
        require(
                !residual || (hidden.size() >= 2 && hidden.stream().distinct().count() == 1),
                "--residual needs at least two hidden layers, all of one width, but --hidden is %s; try --hidden 64,64",
                words(hidden));
    }

    private static String words(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private BaseSpec base() {
        require(
                baseComponents == null || base == BaseKind.MIXTURE,
                "--base-components is for --base mixture but the base is %s",
                EnumWords.of(base));
        require(
                baseFreedom == null || base == BaseKind.STUDENT,
                "--base-freedom is for --base student but the base is %s",
                EnumWords.of(base));
        require(
                baseFreedom == null || (baseFreedom > 1 && baseFreedom <= BaseSpec.Student.MOST),
                "--base-freedom must be greater than 1 and at most 1e6 but is " + baseFreedom);
        return switch (base) {
            case NORMAL -> BaseSpec.normal();
            case STUDENT -> baseFreedom == null ? BaseSpec.student() : new BaseSpec.Student(baseFreedom, false);
            case MIXTURE -> new BaseSpec.Mixture(baseComponents == null ? COMPONENTS : baseComponents);
        };
    }
}
