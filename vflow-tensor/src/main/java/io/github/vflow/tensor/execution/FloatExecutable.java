package io.github.vflow.tensor.execution;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.ExecutableChecks;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.lower.Lowering;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A program as a list of steps on one array of floats. A run allocates nothing. */
final class FloatExecutable implements Executable {
    /** The place of an input or output in the array. */
    private record Place(int offset, int size) {}

    private final BufferPlan plan;
    private final Map<String, Place> inputs = new LinkedHashMap<>();
    private final Map<String, Place> readable = new LinkedHashMap<>();
    private final Set<String> outputs;
    private final Workers workers;
    private final Step[] steps;
    private final Epilogue epilogue;
    private final Program program;
    private final int end;
    private float[] memory = new float[0];
    private boolean ran;

    /** Prepares the steps. The array is set by {@link #on}. */
    FloatExecutable(Program program, BufferPlan plan, Kernels kernels, Workers workers) {
        this.program = program;
        this.plan = plan;
        this.outputs = program.outputs().keySet();
        this.workers = workers;
        Scratch scratch = new Scratch(plan.size());
        this.epilogue = new Epilogue(program, plan, scratch);
        this.steps = new Lowering(program, plan, kernels, workers, scratch).steps();
        program.inputs()
                .forEach((name, v) ->
                        inputs.put(name, new Place(plan.offset(v), v.shape().size())));
        readable.putAll(inputs);
        program.outputs()
                .forEach((name, v) -> readable.put(
                        name, new Place(epilogue.offset(name), v.shape().size())));
        this.end = scratch.size();
    }

    /**
     * Runs on an array from now on, and writes the constants to it.
     *
     * @param array at least as long as {@link #array} answers
     */
    FloatExecutable on(float[] array) {
        memory = array;
        for (Program.Instruction i : program.instructions()) {
            switch (i.op()) {
                case Source.Scalar s -> memory[plan.offset(i.result())] = (float) s.value();
                case Source.Constant c -> store(c.data(), plan.offset(i.result()));
                default -> {}
            }
        }
        return this;
    }

    /** A new array for this program and those before it. */
    float[] array() {
        return new float[end + Limits.SLACK];
    }

    /** The first offset that another program in the same array may use. */
    int end() {
        return end;
    }

    /** The offset of an input or output. */
    int offset(String name) {
        return ExecutableChecks.find("input or output", name, readable).offset;
    }

    private void store(double[] values, int at) {
        for (int i = 0; i < values.length; i++) {
            memory[at + i] = (float) values[i];
        }
    }

    private int input(String name, int size) {
        Place p = ExecutableChecks.find("input", name, inputs);
        ExecutableChecks.size(name, p.size, size);
        return p.offset;
    }

    private int readable(String name, int size) {
        Place p = ExecutableChecks.find("input or output", name, readable);
        ExecutableChecks.size(name, p.size, size);
        ExecutableChecks.ready(name, ran || !outputs.contains(name));
        return p.offset;
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
