package io.github.vflow.lab.tensorflow;

import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.tensor.shape.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names and shapes of the variables in the graph that the authors' {@code flows/run_cifar10.py} builds (thu-ml/vflow). Layouts and
 * parameterisations are those of our model, but for the axes of size one of layer norms.
 *
 * <p>A layer of a flow is a template of TensorFlow, which numbers the scopes of one name in the order of their first use: r, q, then p.
 *
 * @param dequantizerSteps of r
 * @param posteriorSteps of q
 */
record PublishedNames(int dequantizerSteps, int posteriorSteps) {
    private static final Pattern CONTEXT = Pattern.compile(
            "(?<part>[rq])\\.context\\.(?:(?<first>proj)|c\\.(?<block>\\d+)\\.(?<layer>c[12]))\\.(?<array>[Wb])");
    private static final Pattern STEP = Pattern.compile(
            "(?<part>p|r\\.flow|q\\.flow)\\.steps\\.(?<step>\\d+)\\.(?<layer>norm|pointwise|coupling)\\.(?<rest>.+)");
    private static final Pattern BLOCK = Pattern.compile("^blocks\\.");
    private static final Pattern LAYER_NORM = Pattern.compile("\\.ln[12]\\.[gb]$");
    private static final Pattern SCOPE =
            Pattern.compile("^(?:Norm|Pointwise|MixLogisticAttnCoupling|context_proc)(?:_\\d+)?/");

    /**
     * The names for an architecture.
     *
     * @throws IllegalArgumentException if that program cannot build it
     */
    static PublishedNames of(ImageSpec spec) {
        if (!isBuilt(spec)) {
            throw new IllegalArgumentException(
                    "PublishedNames: the architecture must be one that the authors' CIFAR-10 program builds, as vflow-cifar10 is: its"
                            + " stages, augmented channels, published couplings with attention, r and q with 1×1 convolutions and plain"
                            + " contexts, no weight normalisation, no classes; but it is " + spec
                            + "; take vflow-cifar10");
        }
        return new PublishedNames(
                spec.dequantizer().flow().steps(), spec.posterior().flow().steps());
    }

    private static boolean isBuilt(ImageSpec spec) {
        return spec.layout().equals(ImageSpec.stages(2))
                && spec.coupling().kind() == CouplingSpec.Kind.MIXTURE_PAPER
                && spec.dequantizer().kind() == DequantizerKind.VARIATIONAL
                && spec.posterior().kind() == ImagePosteriorKind.PAPER
                && spec.augment() > 0
                && spec.classes() == 0
                && spec.net().heads() > 0
                && !spec.net().weightNorm()
                && !spec.net().outerElu()
                && isPlain(spec.dequantizer().flow())
                && isPlain(spec.posterior().flow());
    }

    private static boolean isPlain(ConditionalSpec flow) {
        return flow.pointwise() && flow.heads() > 0 && !flow.context().normed();
    }

    /** The variable with the raw value of a parameter. */
    String of(Parameter parameter) {
        Matcher context = CONTEXT.matcher(parameter.name());
        if (context.matches()) {
            return context(context);
        }
        Matcher step = STEP.matcher(parameter.name());
        if (step.matches()) {
            return step(step);
        }
        throw new IllegalStateException("PublishedNames: no variable is known for the parameter " + parameter.name());
    }

    private static String context(Matcher name) {
        boolean ofPosterior = name.group("part").equals("q");
        String layer = name.group("first") == null
                ? (ofPosterior ? "q_c" : "c") + name.group("block") + "/" + name.group("layer")
                : ofPosterior ? "proj_q" : "proj";
        return numbered("context_proc", ofPosterior ? 1 : 0) + "/" + layer + "/" + name.group("array");
    }

    private String step(Matcher name) {
        int before = switch (name.group("part")) {
            case "p" -> dequantizerSteps + posteriorSteps;
            case "q.flow" -> dequantizerSteps;
            default -> 0;
        };
        int step = before + Integer.parseInt(name.group("step"));
        String rest = name.group("rest");
        return switch (name.group("layer")) {
            case "norm" -> numbered("Norm", step) + "/norm" + rest.charAt(1) + "/" + rest.charAt(0);
            case "pointwise" -> numbered("Pointwise", step) + "/" + rest;
            default ->
                numbered("MixLogisticAttnCoupling", step) + "/"
                        + BLOCK.matcher(rest).replaceFirst("block").replace('.', '/');
        };
    }

    private static String numbered(String scope, int number) {
        return number == 0 ? scope : scope + "_" + number;
    }

    /** The shape of the variable of a parameter. */
    static Shape shape(Parameter parameter) {
        return LAYER_NORM.matcher(parameter.name()).find() ? parameter.shape().padTo(4) : parameter.shape();
    }

    /** Whether a variable lies in a scope of the graph, so that it must be a parameter of the model. */
    static boolean isInGraph(String variable) {
        return SCOPE.matcher(variable).find();
    }
}
