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
import java.util.Set;

/** A program as a list of steps on one float32 array. A run allocates nothing. */
final class FloatExecutable implements Executable {
    private final BufferPlan plan;
    private final Map<String, Value> inputs;
    private final Map<String, Value> readable;
    private final Set<String> outputs;
    private final Workers workers;
    private final Step[] steps;
    private final Epilogue epilogue;
    private final float[] memory;
    private boolean ran;

    FloatExecutable(Program program, BufferPlan plan, Kernels kernels, int threads) {
        this.plan = plan;
        this.inputs = program.inputs();
        this.readable = new LinkedHashMap<>(inputs);
        readable.putAll(program.outputs());
        this.outputs = program.outputs().keySet();
        this.workers = new Workers(threads);
        Scratch scratch = new Scratch(plan.size());
        this.steps = new Lowering(plan, kernels, workers, scratch).steps(program);
        this.epilogue = new Epilogue(program, plan, scratch);
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

    private int input(String name, int size) {
        Value v = Names.find("input", name, inputs);
        Names.size(name, v.shape().size(), size);
        return plan.offset(v);
    }

    private int readable(String name, int size) {
        Value v = Names.find("input or output", name, readable);
        Names.size(name, v.shape().size(), size);
        if (!outputs.contains(name)) {
            return plan.offset(v);
        }
        Names.ready(name, ran);
        return epilogue.offset(name);
    }

    @Override
    public void set(String input, float[] values) {
        System.arraycopy(values, 0, memory, input(input, values.length), values.length);
    }

    @Override
    public void set(String input, double[] values) {
        store(values, input(input, values.length));
    }

    @Override
    public void set(String input, double value) {
        memory[input(input, 1)] = (float) value;
    }

    @Override
    public void run() {
        for (Step s : steps) {
            s.run(memory);
        }
        epilogue.run(memory);
        ran = true;
    }

    @Override
    public void get(String name, float[] into) {
        System.arraycopy(memory, readable(name, into.length), into, 0, into.length);
    }

    @Override
    public void get(String name, double[] into) {
        int at = readable(name, into.length);
        Arrays.setAll(into, i -> memory[at + i]);
    }

    @Override
    public double get(String name) {
        return memory[readable(name, 1)];
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
