package io.github.vflow.benchmarks.compare;

import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A program with its inputs, on the default engine. */
final class ProgramWork {
    private final Program program;
    private final Map<String, float[]> inputs;
    private final Executable fast;

    /**
     * Traces and compiles it.
     *
     * @param trace records its inputs and outputs
     * @param inputs by name
     */
    ProgramWork(Consumer<Trace> trace, Map<String, float[]> inputs) {
        Trace t = new Trace();
        trace.accept(t);
        this.program = t.program();
        this.inputs = inputs;
        this.fast = compiled(Engines.vector(1));
    }

    private Executable compiled(Engine engine) {
        Executable e = engine.compile(program);
        inputs.forEach(e::set);
        return e;
    }

    float[] input(String name) {
        return Optional.ofNullable(inputs.get(name)).orElseThrow();
    }

    Contender contender() {
        return Contender.of("VFlow", fast::run);
    }

    /** The outputs in order. */
    List<double[]> results() {
        return results(fast);
    }

    private List<double[]> results(Executable e) {
        e.run();
        return program.outputs().entrySet().stream()
                .map(o -> {
                    double[] values = new double[o.getValue().shape().size()];
                    e.get(o.getKey(), values);
                    return values;
                })
                .toList();
    }

    /** Ours must be theirs; where there are none, the reference engine's. */
    void check(String what, List<List<double[]>> theirs, double tolerance) {
        if (theirs.isEmpty()) {
            try (Executable reference = compiled(Engines.reference())) {
                Session.requireSame(what, results(), results(reference), tolerance);
            }
        }
        theirs.forEach(t -> Session.requireSame(what, results(), t, tolerance));
    }
}
