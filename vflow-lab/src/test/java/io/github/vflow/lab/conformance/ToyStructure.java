package io.github.vflow.lab.conformance;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.file.SafeTensor;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The architecture that the names and shapes of a toy fixture's parameters imply.
 *
 * @param spec the architecture
 * @param posterior the prefix of q's parameters in the fixture; in a model it is {@code q.}
 */
record ToyStructure(RowSpec spec, String posterior) {
    private static final String FIRST_NETWORK = "mlp.W.0";

    /**
     * The structure of the parameters in a group, such as {@code param}.
     *
     * @param features D_X
     */
    static ToyStructure of(SafeTensors file, String group, int features) {
        Map<String, SafeTensor> tensors = file.tensors();
        String root = group + ".";
        int dimensions = shape(tensors, root + "p.0.W").dim(0);
        int steps = count(tensors, root + "p.");
        RowSpec spec = RowSpec.of(features, dimensions - features, steps)
                .withConditioner(
                        hidden(tensors, root + "p.0."),
                        RowSpec.of(2, 0, 1).steps().conditioner().activation());
        if (dimensions == features) {
            return new ToyStructure(spec, "q.");
        }
        boolean numbered = !tensors.containsKey(root + "q." + FIRST_NETWORK);
        int posteriorSteps = numbered ? count(tensors, root + "q.") : 1;
        String prefix = numbered && posteriorSteps == 1 ? "q.0." : "q.";
        boolean flow = tensors.containsKey(root + (numbered ? "q.0." : "q.") + "W");
        return new ToyStructure(
                spec.withPosterior(
                        flow ? RowSpec.Augmentation.Posterior.Kind.FLOW : RowSpec.Augmentation.Posterior.Kind.GAUSSIAN,
                        Math.max(1, posteriorSteps)),
                prefix);
    }

    private static int count(Map<String, SafeTensor> tensors, String prefix) {
        int n = 0;
        while (tensors.containsKey(prefix + n + "." + FIRST_NETWORK)) {
            n++;
        }
        return n;
    }

    private static List<Integer> hidden(Map<String, SafeTensor> tensors, String step) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; tensors.containsKey(step + "mlp.W." + (i + 1)); i++) {
            widths.add(shape(tensors, step + "mlp.W." + i).dim(1));
        }
        return widths;
    }

    private static Shape shape(Map<String, SafeTensor> tensors, String name) {
        @Nullable SafeTensor t = tensors.get(name);
        if (t == null) {
            throw new IllegalArgumentException("not a toy fixture, since it has no tensor " + name);
        }
        return t.shape();
    }

    /** The fixture's name of a model parameter. */
    String nameOf(String ours) {
        return ours.startsWith("q.") ? posterior + ours.substring(2) : ours;
    }
}
