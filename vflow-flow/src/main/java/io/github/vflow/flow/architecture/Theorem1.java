package io.github.vflow.flow.architecture;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The construction in the proof of the paper's Theorem 1: from a trained flow p_x, a VFlow with p_a(x, z) = p_x(x)·p_ε(z)
 * and q(z|x) = p_ε(z). Its ELBO is the flow's log-likelihood, for every x and every draw, and all its parameters are free
 * to get better from there.
 *
 * <p>The dimensions are put in the order [x_a, z_a, x_b, z_b], so that in every coupling the same part of x conditions the
 * same part as before. New inputs get zero weights, new outputs are zero, new dimensions of the linear maps are identities.
 */
final class Theorem1 {
    private final RowSpec from;
    private final RowSpec to;
    private final int[] place;

    private Theorem1(RowSpec from, int augment) {
        this.from = from;
        int dx = from.features();
        int half = (dx + augment) / 2;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < dx / 2; i++) {
            order.add(i);
        }
        int z = dx;
        while (order.size() < half) {
            order.add(z++);
        }
        for (int i = dx / 2; i < dx; i++) {
            order.add(i);
        }
        while (order.size() < dx + augment) {
            order.add(z++);
        }
        // a flow may reorder its dimensions itself: where its i-th stands, that is dimension from.order(i)
        List<Integer> old = from.augmentation().order();
        List<Integer> reordered =
                order.stream().map(i -> i < old.size() ? old.get(i) : i).toList();
        this.to = from.withAugment(augment, reordered).withPosterior(RowSpec.Augmentation.Posterior.Kind.FLOW, 1);
        this.place = new int[dx];
        Arrays.setAll(place, order::indexOf);
    }

    /**
     * The VFlow that equals a flow at the start.
     *
     * @param augment D_Z, at least 1
     * @param seed for the hidden layers of the posterior
     * @throws IllegalArgumentException if the model is not a plain flow or was put together by hand, reverses its dimensions, has
     *     steps that are not couplings, or couplings that cannot be the identity
     */
    static FlowModel augment(FlowModel flow, int augment, long seed) {
        RowSpec spec = flow.rows()
                .filter(s -> s.augment() == 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Models.augmented: expected a plain flow that was built from a RowSpec but got a " + flow
                                + "; build one, and train it"));
        if (augment < 1 || spec.steps().linear() == Steps.Linear.REVERSE) {
            throw new IllegalArgumentException(
                    "Models.augmented: needs augment ≥ 1 and linear maps that can be embedded but got " + augment
                            + " and " + spec.steps().linear() + "; use DENSE or LU");
        }
        if (spec.features() < 2 || spec.given() > 0 || !spec.kinds().isEmpty()) {
            throw new IllegalArgumentException(
                    "Models.augmented: needs at least 2 features, no condition and no kinds of columns but got "
                            + spec.features() + " features, " + spec.given() + " conditions and " + spec.kinds()
                            + "; start from a flow without them");
        }
        if (!spec.base().isNormal()
                || spec.steps().conditioner().layerNorm()
                || spec.steps().conditioner().residual()) {
            throw new IllegalArgumentException(
                    "Models.augmented: needs the base N(0, I), which the posterior starts as, and plain networks but got "
                            + spec.base() + " and " + spec.steps().conditioner() + "; start from a flow of these");
        }
        if (spec.steps().kind() != Steps.Kind.COUPLING) {
            throw new IllegalArgumentException("Models.augmented: needs steps that are couplings but got "
                    + spec.steps().kind() + "; start from a flow of couplings");
        }
        if (spec.steps().coupling().kind() == CouplingSpec.Kind.MIXTURE_PAPER) {
            throw new IllegalArgumentException(
                    "Models.augmented: a MIXTURE_PAPER coupling is bounded, so it cannot leave new"
                            + " dimensions as they are; use MIXTURE, SPLINE or an affine coupling");
        }
        return new Theorem1(spec, augment).build(flow.parameters(), seed);
    }

    private FlowModel build(Parameters old, long seed) {
        FlowModel model = Models.of(to, seed);
        Parameters now = model.parameters();
        for (Parameter p : now.all()) {
            String[] path = p.name().split("\\.", -1);
            now.set(
                    p,
                    switch (path[0]) {
                        case "q" -> identity(p, path, now.get(p));
                        // of the columns alone
                        case "fill", "defensive", "whitening" -> old.get(old.named(p.name()));
                        default -> embed(p, path, old);
                    });
        }
        return model;
    }

    private boolean isLastLayer(String[] path) {
        return path[path.length - 1].equals(
                Integer.toString(to.steps().conditioner().hidden().size()));
    }

    /** A posterior that is the prior: no scale, no shift, no rotation, and couplings that change nothing. */
    private float[] identity(Parameter p, String[] path, float[] drawn) {
        boolean network = path[1].equals("mlp");
        if (network) {
            return isLastLayer(path) ? new float[drawn.length] : drawn;
        }
        return neutral(p, path[path.length - 1]);
    }

    private static float[] neutral(Parameter p, String kind) {
        float[] v = new float[p.shape().size()];
        switch (kind) {
            case "g" -> Arrays.fill(v, 1);
            case "W" -> {
                for (int i = 0; i < p.shape().dim(0); i++) {
                    v[i * p.shape().dim(0) + i] = 1;
                }
            }
            default -> {}
        }
        return v;
    }

    private float[] embed(Parameter p, String[] path, Parameters old) {
        Parameter o = old.named(p.name());
        float[] was = old.get(o);
        if (path[2].equals("mlp")) {
            boolean weight = path[3].equals("W");
            int[] rows = path[4].equals("0") ? inputs() : all(weight ? o.shape().dim(0) : 1);
            int[] columns =
                    isLastLayer(path) ? outputs() : all(o.shape().dim(o.shape().rank() - 1));
            int width = p.shape().dim(p.shape().rank() - 1);
            return spread(was, new float[p.shape().size()], weight ? rows : all(1), columns, width);
        }
        boolean vector = o.shape().rank() == 1;
        return spread(was, neutral(p, path[2]), vector ? all(1) : place, place, to.dimensions());
    }

    private static int[] all(int n) {
        int[] i = new int[n];
        Arrays.setAll(i, j -> j);
        return i;
    }

    /** The conditioning part of x stands first among the conditioning dimensions. */
    private int[] inputs() {
        return all(from.features() / 2);
    }

    /** Where the outputs for the transformed part of x stand; they are grouped by kind, then by dimension. */
    private int[] outputs() {
        int before = from.features() - from.features() / 2;
        int after = to.dimensions() - to.dimensions() / 2;
        List<Integer> columns = new ArrayList<>();
        int base = 0;
        for (int width : from.steps().coupling().transformer().widths()) {
            for (int i = 0; i < before * width; i++) {
                columns.add(base + i);
            }
            base += after * width;
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] spread(float[] was, float[] into, int[] rows, int[] columns, int width) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                into[rows[i] * width + columns[j]] = was[i * columns.length + j];
            }
        }
        return into;
    }
}
