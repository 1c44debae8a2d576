package io.github.vflow.tensor.run;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.Names;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program as a list of steps on one float32 array. A run allocates nothing. */
final class FloatExecutable implements Executable {
    private record Move(int from, int to, int size) {}

    private final BufferPlan plan;
    private final Map<String, Value> inputs;
    private final Map<String, Value> readable;
    private final Workers workers;
    private final Step[] steps;
    private final Move[] updates;
    private final float[] memory;

    FloatExecutable(Program program, BufferPlan plan, Kernels kernels, int threads) {
        this.plan = plan;
        this.inputs = program.inputs();
        this.readable = new LinkedHashMap<>(inputs);
        readable.putAll(program.outputs());
        this.workers = new Workers(threads);
        Scratch scratch = new Scratch(plan.size());
        this.steps = new Lowering(plan, kernels, workers, scratch).steps(program);
        this.updates = program.updates().entrySet().stream()
                .filter(e -> !plan.isInPlace(e.getKey()))
                .map(e -> new Move(
                        plan.offset(e.getValue()),
                        plan.offset(inputs.get(e.getKey())),
                        e.getValue().shape().size()))
                .toArray(Move[]::new);
        this.memory = new float[scratch.size() + MatrixKernels.SLACK];
        for (Program.Instruction i : program.instructions()) {
            switch (i.op()) {
                case Source.Scalar s -> memory[plan.offset(i.result())] = (float) s.value();
                case Source.Constant c -> store(c.data(), plan.offset(i.result()));
                default -> {}
            }
        }
    }

    private void store(double[] values, int at) {
        for (int i = 0; i < values.length; i++) {
            memory[at + i] = (float) values[i];
        }
    }

    private int at(String what, String name, Map<String, Value> known, int size) {
        Value v = Names.find(what, name, known);
        Names.size(name, v.shape().size(), size);
        return plan.offset(v);
    }

    @Override
    public void set(String input, float[] values) {
        System.arraycopy(values, 0, memory, at("input", input, inputs, values.length), values.length);
    }

    @Override
    public void set(String input, double[] values) {
        store(values, at("input", input, inputs, values.length));
    }

    @Override
    public void set(String input, double value) {
        memory[at("input", input, inputs, 1)] = (float) value;
    }

    @Override
    public void run() {
        for (Step s : steps) {
            s.run(memory);
        }
        for (Move u : updates) {
            System.arraycopy(memory, u.from, memory, u.to, u.size);
        }
    }

    @Override
    public void get(String name, float[] into) {
        System.arraycopy(memory, at("input or output", name, readable, into.length), into, 0, into.length);
    }

    @Override
    public void get(String name, double[] into) {
        int at = at("input or output", name, readable, into.length);
        Arrays.setAll(into, i -> memory[at + i]);
    }

    @Override
    public double get(String name) {
        return memory[at("input or output", name, readable, 1)];
    }

    @Override
    public String plan() {
        return plan.toString();
    }

    @Override
    public void close() {
        workers.close();
    }
}
