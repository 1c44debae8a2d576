package io.github.vflow.tornado.testkit;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;

/** One operation for each record that a sealed interface permits, in the order of their declaration. */
public final class SealedOps {
    private static final int LENGTH = 7;

    private SealedOps() {}

    /** Of every function of one operand. */
    public static List<Unary> unary() {
        return all(Unary.class, 1);
    }

    /** Of every function of two operands. */
    public static List<Binary> binary() {
        return all(Binary.class, 2);
    }

    /** A trace with an operation on the inputs "x" and "y", seven numbers each, and the output "out". */
    public static Trace traceOf(Op op) {
        Trace t = new Trace();
        List<Value> inputs = inputs(t, op.operands().size());
        t.output("out", t.append(op.with(inputs)));
        return t;
    }

    private static List<Value> inputs(Trace t, int count) {
        return List.of("x", "y").subList(0, count).stream()
                .map(name -> t.input(name, Shape.of(LENGTH)))
                .map(Tensor::value)
                .toList();
    }

    private static <T> List<T> all(Class<T> family, int operands) {
        Object[] values = inputs(new Trace(), operands).toArray();
        return Arrays.stream(family.getPermittedSubclasses())
                .map(record -> {
                    try {
                        return family.cast(record.getDeclaredConstructors()[0].newInstance(values));
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError("no operation of " + record, e);
                    }
                })
                .toList();
    }
}
