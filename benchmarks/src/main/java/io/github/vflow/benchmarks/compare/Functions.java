package io.github.vflow.benchmarks.compare;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Elementwise functions against PyTorch, on one thread, from an array to another that fit the L2 cache together. */
final class Functions {
    private static final int ELEMENTS = 65_536;
    private static final double TOLERANCE = 1e-6;

    private Functions() {}

    static void run(Session session) {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("exp", Tensor::exp);
        functions.put("log", Tensor::log);
        functions.put("sigmoid", Tensor::sigmoid);
        functions.put("tanh", Tensor::tanh);
        functions.forEach((name, f) -> run(session, name, f));
    }

    private static void run(Session session, String name, UnaryOperator<Tensor> f) {
        boolean positive = name.equals("log");
        ProgramWork ours = new ProgramWork(
                t -> t.output("y", f.apply(t.input("x", Shape.of(ELEMENTS)))),
                Map.of("x", Session.uniform(ELEMENTS, positive ? 0.01 : -4, 4, 1)));
        List<Torch.Variant> theirs =
                session.torch(1, t -> t.open("elementwise", name).put("x", ours.input("x"), ELEMENTS));
        ours.check(name, theirs.stream().map(Torch.Variant::results).toList(), TOLERANCE);
        session.add(Row.elements(
                name + ", an element of 65,536", ELEMENTS, session.duel().run(ours.contender(), theirs, false)));
    }
}
