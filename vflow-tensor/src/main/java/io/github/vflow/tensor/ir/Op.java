package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.io.Serializable;
import java.util.List;

/**
 * One operation of a {@link Program}: a record of its operands and attributes, with one result.
 *
 * <p>The hierarchy is sealed. Gradients, engines and passes treat operations in exhaustive switches, so an operation that one of
 * them lacks is a compile error.
 */
public sealed interface Op extends Serializable
        permits Source, Unary, Binary, Select, Reduction, Movement, LinearAlgebra, Convolution, Attention, Mixture {
    /** The operands. */
    List<Value> operands();

    /** The same operation on other operands, in the order of {@link #operands}. */
    Op with(List<Value> operands);

    /**
     * The shape of the result.
     *
     * @throws io.github.vflow.tensor.shape.check.ShapeException if the operands do not fit
     */
    Shape shape();
}
