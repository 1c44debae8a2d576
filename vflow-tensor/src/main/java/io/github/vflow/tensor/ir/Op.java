package io.github.vflow.tensor.ir;

import java.util.List;

/**
 * One operation of a {@link Program}: a record of its operands and attributes, with one result.
 *
 * <p>The hierarchy is sealed, so whoever interprets operations (gradients, engines, passes) does it by an exhaustive
 * switch, and an operation that somebody forgot is a compile error.
 */
public sealed interface Op
        permits Source, Unary, Binary, Select, Reduction, Movement, LinearAlgebra, Convolution, Attention, Mixture {
    /** The values read. */
    List<Value> operands();

    /** The same operation on other operands, in the order of {@link #operands}. */
    Op with(List<Value> operands);

    /**
     * The shape of the result.
     *
     * @throws io.github.vflow.tensor.ir.ShapeException if the operands do not fit
     */
    Shape shape();
}
