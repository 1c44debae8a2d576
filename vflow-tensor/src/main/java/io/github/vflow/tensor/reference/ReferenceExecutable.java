package io.github.vflow.tensor.reference;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.ExecutableChecks;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Interprets a program in double precision. */
final class ReferenceExecutable implements Executable {
    private final Program program;
    private final Map<String, Value> inputs;
    private final Map<String, Value> readable;
    private final Map<Value, double[]> memory = new HashMap<>();
    private final Map<String, double[]> outputs = new HashMap<>();

    ReferenceExecutable(Program program) {
        this.program = program;
        this.inputs = program.inputs();
        this.readable = new LinkedHashMap<>(inputs);
        readable.putAll(program.outputs());
        inputs.values().forEach(v -> memory.put(v, new double[v.shape().size()]));
    }

    @Override
    public void set(String input, float[] values) {
        double[] into = input(input, values.length);
        for (int i = 0; i < values.length; i++) {
            into[i] = values[i];
        }
    }

    @Override
    public void set(String input, double[] values) {
        System.arraycopy(values, 0, input(input, values.length), 0, values.length);
    }

    @Override
    public void set(String input, double value) {
        input(input, 1)[0] = value;
    }

    private double[] input(String name, int size) {
        Value v = ExecutableChecks.find("input", name, inputs);
        ExecutableChecks.size(name, v.shape().size(), size);
        return at(v);
    }

    private double[] at(Value v) {
        return requireNonNull(memory.get(v));
    }

    @Override
    public void run() {
        for (Program.Instruction i : program.instructions()) {
            if (!(i.op() instanceof Source.Input)) {
                memory.put(i.result(), Interpreter.compute(i.op(), this::at));
            }
        }
        // reshaped values share the arrays of their operands, inputs among them
        program.outputs().forEach((name, v) -> outputs.put(name, at(v).clone()));
        Map<String, double[]> next = new HashMap<>();
        program.updates().forEach((name, v) -> next.put(name, at(v).clone()));
        next.forEach(this::set);
    }

    @Override
    public void get(String name, float[] into) {
        double[] from = readable(name, into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) from[i];
        }
    }

    @Override
    public void get(String name, double[] into) {
        System.arraycopy(readable(name, into.length), 0, into, 0, into.length);
    }

    @Override
    public double get(String name) {
        return readable(name, 1)[0];
    }

    private double[] readable(String name, int size) {
        Value v = ExecutableChecks.find("input or output", name, readable);
        ExecutableChecks.size(name, v.shape().size(), size);
        if (!program.outputs().containsKey(name)) {
            return at(v);
        }
        ExecutableChecks.ready(name, outputs.containsKey(name));
        return requireNonNull(outputs.get(name));
    }

    @Override
    public String plan() {
        long doubles = program.instructions().stream()
                .mapToLong(i -> i.result().shape().size())
                .sum();
        return program.instructions().size() + " instructions, one array each: " + 8 * doubles + " bytes";
    }

    @Override
    public void close() {
        memory.clear();
    }
}
