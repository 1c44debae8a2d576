package io.github.vflow.nn.init.data;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Data-dependent initialisation: a layer that is traced in this mode computes its parameters from the batch it sees,
 * uses them, and passes the result on, so that one run initialises all layers in order (Salimans and Kingma, 2016).
 */
public final class DataInit {
    private static final Object KEY = new Object();
    private static final String OUTPUT = "init.";

    private final Map<Parameter, Tensor> assigned = new LinkedHashMap<>();

    private DataInit() {}

    /** Whether a trace is in this mode. */
    public static boolean isOn(Trace trace) {
        return trace.note(KEY, () -> (Object) false) instanceof DataInit;
    }

    /**
     * Sets a parameter to a value computed from the batch; layers traced from now on see it.
     *
     * @throws IllegalStateException if the trace is not in this mode
     */
    public static void assign(Parameter p, Tensor value) {
        if (!(value.trace().note(KEY, () -> (Object) false) instanceof DataInit init)) {
            throw new IllegalStateException(
                    "DataInit.assign: the trace is not in data-dependent initialisation; test isOn first");
        }
        // the note under which the trace knows the parameter
        value.trace().replaceNote(p, value);
        init.assigned.put(p, value);
    }

    /**
     * Runs a model once in this mode and stores the values that its layers assigned.
     *
     * @param model traces the model on the given trace, and so declares its inputs
     * @param inputs sets the inputs
     */
    public static void run(Parameters parameters, Engine engine, Consumer<Trace> model, Consumer<Executable> inputs) {
        run(
                parameters,
                engine,
                model,
                inputs,
                (p, v) -> {
                    float[] f = new float[v.length];
                    for (int i = 0; i < f.length; i++) {
                        f[i] = (float) v[i];
                    }
                    parameters.set(p, f);
                },
                _ -> {});
    }

    /**
     * As {@link #run(Parameters, Engine, Consumer, Consumer)}, but passes the values in double to a sink, and the
     * program with the model's outputs to a consumer.
     */
    public static void run(
            Parameters parameters,
            Engine engine,
            Consumer<Trace> model,
            Consumer<Executable> inputs,
            BiConsumer<Parameter, double[]> sink,
            Consumer<Executable> outputs) {
        Trace trace = new Trace();
        DataInit init = new DataInit();
        trace.replaceNote(KEY, init);
        parameters.flat(trace);
        model.accept(trace);
        init.assigned.forEach((p, t) -> trace.output(OUTPUT + p.name(), t));
        try (Executable e = engine.compile(trace.program())) {
            e.set(Parameters.INPUT, parameters.values());
            inputs.accept(e);
            e.run();
            init.assigned.forEach((p, t) -> {
                double[] v = new double[t.shape().size()];
                e.get(OUTPUT + p.name(), v);
                sink.accept(p, v);
            });
            outputs.accept(e);
        }
    }
}
