package io.github.vflow.benchmarks.compare;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;

/** The mixture-of-logistics coupling against PyTorch, on one thread, on as many numbers as a step of the 6-channel model has. */
final class Mixtures {
    private static final int ROWS = 8;
    private static final int EACH = 1536;
    private static final int COMPONENTS = 32;
    private static final int PARAMETERS = EACH * (2 + 3 * COMPONENTS);

    private static final double TOLERANCE = 1e-4;
    private static final LogisticMixture COUPLING = new LogisticMixture(COMPONENTS);

    private enum What {
        MIXTURE("forward"),
        MIXTURE_INVERSE("inverse"),
        MIXTURE_GRADIENT("forward and gradients");

        private final String text;

        What(String text) {
            this.text = text;
        }
    }

    private Mixtures() {}

    static void run(Session session) {
        for (What what : What.values()) {
            run(session, what);
        }
    }

    private static void run(Session session, What what) {
        String name = "mixture of 32 logistics, " + what.text + ", an element of 12,288";
        Map<String, float[]> inputs = Map.of(
                "x", Session.uniform(ROWS * EACH, -2, 2, 1),
                "theta", Session.uniform(ROWS * PARAMETERS, -1, 1, 2),
                "gy", Session.uniform(ROWS * EACH, -1, 1, 3),
                "gd", Session.uniform(ROWS, -1, 1, 4));
        ProgramWork ours = new ProgramWork(t -> trace(t, what), inputs);
        List<Torch.Variant> theirs = session.torch(
                1,
                t -> t.open(what.name().toLowerCase(java.util.Locale.ROOT), COMPONENTS)
                        .put("x", ours.input("x"), ROWS, EACH)
                        .put("theta", ours.input("theta"), ROWS, PARAMETERS)
                        .put("gy", ours.input("gy"), ROWS, EACH)
                        .put("gd", ours.input("gd"), ROWS));
        ours.check(name, theirs.stream().map(Torch.Variant::results).toList(), TOLERANCE);
        session.add(Row.elements(name, ROWS * EACH, session.duel().run(ours.contender(), theirs, false)));
    }

    private static void trace(Trace t, What what) {
        Tensor x = t.input("x", Shape.of(ROWS, EACH));
        Tensor theta = t.input("theta", Shape.of(ROWS, PARAMETERS));
        Tensor gy = t.input("gy", Shape.of(ROWS, EACH));
        Tensor gd = t.input("gd", Shape.of(ROWS));
        Mapped y = what == What.MIXTURE_INVERSE ? COUPLING.inverse(x, theta) : COUPLING.forward(x, theta);
        if (what == What.MIXTURE_GRADIENT) {
            Tensor scalar = y.value().times(gy).sum().plus(y.logDet().times(gd).sum());
            List<Tensor> g = Gradient.of(scalar, x, theta);
            t.output("dx", g.getFirst());
            t.output("dtheta", g.getLast());
        } else {
            t.output("y", y.value());
            t.output("logDet", y.logDet());
        }
    }
}
