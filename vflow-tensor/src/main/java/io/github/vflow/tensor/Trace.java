package io.github.vflow.tensor;

import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Records operations on symbolic {@linkplain Tensor tensors} as a {@link Program}. Equal operations on equal operands are recorded
 * once. Not thread-safe.
 */
@SuppressWarnings("exports") // others hold programs without looking into them
public final class Trace {
    private final List<Program.Instruction> instructions = new ArrayList<>();
    private final Map<Op, Tensor> recorded = new HashMap<>();
    private final Map<Object, Object> notes = new HashMap<>();
    private final Map<String, Value> outputs = new LinkedHashMap<>();
    private final Map<String, Value> updates = new LinkedHashMap<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Set<Value> leaves = new HashSet<>();

    /** Makes an empty trace. */
    public Trace() {}

    /**
     * Declares an input.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Tensor input(String name, Shape shape) {
        return declare(new Source.Input(name, shape, false));
    }

    /** Declares an input whose axis 0 counts independent rows: [b, …]. */
    public Tensor batch(String name, Shape shape) {
        return declare(new Source.Input(name, shape, true));
    }

    private Tensor declare(Source.Input input) {
        if (inputs.containsKey(input.name())) {
            throw new IllegalArgumentException(
                    "Trace.input: the name \"" + input.name() + "\" is taken; names are unique");
        }
        Tensor t = append(input);
        inputs.put(input.name(), t);
        return t;
    }

    /**
     * Makes a tensor a leaf: later operations on it refer to it, not to what it is a view of. A gradient with respect to a leaf then misses
     * no use of it.
     */
    public Tensor leaf(Tensor tensor) {
        leaves.add(tensor.value());
        return tensor;
    }

    boolean isLeaf(Tensor tensor) {
        return leaves.contains(tensor.value());
    }

    /** A constant scalar. */
    public Tensor constant(double value) {
        return append(new Source.Scalar(value));
    }

    /** A constant array, row-major. */
    public Tensor constant(Shape shape, double... data) {
        if (data.length != shape.size()) {
            throw new ShapeException(
                    "Trace.constant: " + shape + " has " + shape.size() + " elements but got " + data.length);
        }
        return append(new Source.Constant(shape, data.clone()));
    }

    /** Records an operation. */
    public Tensor append(Op op) {
        Tensor known = recorded.get(op);
        if (known != null) {
            return known;
        }
        Value result = new Value(instructions.size(), op.shape());
        instructions.add(new Program.Instruction(result, op));
        Tensor t = new Tensor(this, result);
        recorded.put(op, t);
        return t;
    }

    /** Names a result, so that it can be read after a run. */
    public void output(String name, Tensor value) {
        outputs.put(name, value.in(this));
    }

    /**
     * Sets the value that an input takes after each run.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public void update(Tensor input, Tensor value) {
        if (!(instructions.get(input.in(this).id()).op() instanceof Source.Input in)) {
            throw new IllegalArgumentException("Trace.update: only an input can be updated");
        }
        if (!input.shape().equals(value.shape())) {
            throw new ShapeException("Trace.update: input \"" + in.name() + "\" is " + input.shape()
                    + " but its update is " + value.shape());
        }
        updates.put(in.name(), value.in(this));
    }

    /** The object under a key, made at the first request. Layers keep the tensor of a parameter here. */
    @SuppressWarnings("unchecked") // a key is private to its owner, who puts one type in
    public <T> T note(Object key, Supplier<T> make) {
        Object known = notes.get(key);
        if (known == null) {
            known = make.get();
            notes.put(key, known);
        }
        return (T) known;
    }

    /** Replaces the object under a key. */
    public void replaceNote(Object key, Object value) {
        notes.put(key, value);
    }

    Op op(Value value) {
        return instructions.get(value.id()).op();
    }

    /** The number of instructions so far. */
    public int size() {
        return instructions.size();
    }

    /** The instructions so far. */
    public List<Program.Instruction> instructions() {
        return List.copyOf(instructions);
    }

    /** The program that computes the outputs and updates named so far. */
    public Program program() {
        return new Program(instructions, outputs, updates);
    }
}
