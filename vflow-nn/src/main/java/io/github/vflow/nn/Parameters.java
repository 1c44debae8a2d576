package io.github.vflow.nn;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model in one flat buffer, in the order of their declaration. A program has them as one input,
 * {@value #INPUT}, so optimizers and files treat them as one array. Mutable: no other thread may use them while one
 * thread declares parameters or sets values.
 */
public final class Parameters {
    /** The name of the input of a program that holds the flat buffer. */
    public static final String INPUT = "parameters";

    /** The name of the input of a training program that holds the flat buffer, for the parameters that stay as they are. */
    public static final String STILL = "parameters.still";

    /** The largest size of a Java array. */
    private static final long MOST = Integer.MAX_VALUE - 8;

    private final ObjLongConsumer<Parameter> admission;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private float[] values = new float[0];
    private int size;

    /** An empty set that admits all parameters. */
    public Parameters() {
        this((_, _) -> {});
    }

    /**
     * An empty set that asks for admission of each parameter, for architectures that come from files.
     *
     * @param admission returns normally if a parameter is admitted, given the number of scalars of all parameters, this one included. It is asked
     *     before anything of the parameter's size is allocated
     */
    public Parameters(ObjLongConsumer<Parameter> admission) {
        this.admission = admission;
    }

    /** The root scope, in which names have no prefix. */
    public Scope scope() {
        return new Scope(this, "");
    }

    Parameter declare(String name, Shape shape, Initializer initializer, boolean frozen) {
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException(
                    "Parameters: the name \"" + name + "\" is taken; give layers different scopes");
        }
        long total = (long) size + shape.size();
        Parameter p = new Parameter(this, name, shape, size, initializer, frozen);
        admission.accept(p, total);
        if (total > MOST) {
            throw new IllegalArgumentException("Parameters: there may be at most " + MOST + " scalars in all but \""
                    + name + "\" of shape " + shape + " goes beyond; make the model smaller");
        }
        byName.put(name, p);
        size += shape.size();
        return p;
    }

    /** The number of scalars in all parameters. */
    public int size() {
        return size;
    }

    /** All parameters in the order of their declaration. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * The parameter of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Parameter named(String name) {
        @Nullable Parameter p = byName.get(name);
        if (p == null) {
            throw new IllegalArgumentException(
                    "Parameters: no parameter \"" + name + "\"; there are " + byName.keySet());
        }
        return p;
    }

    /** The flat buffer as an input of a trace. */
    public Tensor flat(Trace trace) {
        return trace.note(this, () -> trace.input(INPUT, Shape.of(size)));
    }

    /**
     * Some parameters as an input of a trace, {@value #INPUT}, one after another; the trace has the others from the flat buffer, {@value #STILL}. If
     * they are all, or none, the input is the flat buffer.
     *
     * @param trace without parameters so far
     */
    public Tensor apart(Trace trace, List<Parameter> some) {
        int length = some.stream().mapToInt(p -> p.shape().size()).sum();
        if (length == 0 || length == size) {
            return flat(trace);
        }
        Tensor input = trace.input(INPUT, Shape.of(length));
        trace.note(this, () -> trace.input(STILL, Shape.of(size)));
        int at = 0;
        for (Parameter p : some) {
            p.in(trace, input, at);
            at += p.shape().size();
        }
        return input;
    }

    /** Draws all parameters afresh; each depends on the seed and its own name only. */
    public void initialise(long seed) {
        RandomStream stream = Purpose.PARAMETERS.stream(seed);
        for (Parameter p : all()) {
            float[] v = new float[p.shape().size()];
            p.initializer().fill(v, p.shape(), stream.generator(hash(p.name())));
            set(p, v);
        }
    }

    private static long hash(String name) {
        long h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
        }
        return h;
    }

    /** The flat buffer [size] itself, not a copy: writing to it changes the parameters. */
    public float[] values() {
        if (values.length != size) {
            values = Arrays.copyOf(values, size);
        }
        return values;
    }

    /**
     * Copies values into the whole flat buffer.
     *
     * @throws IllegalArgumentException if the length differs
     */
    public void set(float[] flat) {
        requireSize("Parameters.set", size, flat.length);
        System.arraycopy(flat, 0, values(), 0, size);
    }

    /** A copy of one parameter's values. */
    public float[] get(Parameter p) {
        return Arrays.copyOfRange(values(), p.offset(), p.offset() + p.shape().size());
    }

    /**
     * Copies values into one parameter.
     *
     * @throws IllegalArgumentException if the length differs
     */
    public void set(Parameter p, float[] v) {
        requireSize("Parameters.set(" + p.name() + ")", p.shape().size(), v.length);
        System.arraycopy(v, 0, values(), p.offset(), v.length);
    }

    /**
     * Copies the values of some parameters from others of the same names and shapes.
     *
     * @throws IllegalArgumentException if one is not there or has another size
     */
    public void copy(Parameters from, Predicate<Parameter> some) {
        all().stream().filter(some).forEach(p -> set(p, from.get(from.named(p.name()))));
    }

    /**
     * Says which number of a flat buffer is not finite, such as {@code parameter "p.0.W" has NaN at index 3}.
     *
     * @param flat [size]
     */
    public Optional<String> notFinite(float[] flat) {
        for (Parameter p : all()) {
            int size = p.shape().size();
            int i = firstNotFinite(flat, p.offset(), p.offset() + size) - p.offset();
            if (i < size) {
                return Optional.of("parameter \"" + p.name() + "\" has " + flat[p.offset() + i] + " at index " + i);
            }
        }
        return Optional.empty();
    }

    /** The index of the first number in [from, to) that is not finite; {@code to} without one. */
    private static int firstNotFinite(float[] flat, int from, int to) {
        int i = from;
        while (i < to && Float.isFinite(flat[i])) {
            i++;
        }
        return i;
    }

    private static void requireSize(String what, int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(what + ": expected " + expected + " values but got " + got
                    + "; the file or array belongs to another architecture");
        }
    }
}
