package io.github.vflow.tensor.kernel;

/**
 * The loops of the float32 engine, by family. There are two implementations with the same results: scalar, and with the
 * Vector API. Kernels trust their caller: sizes and offsets are checked where a program is compiled.
 *
 * @param description lanes and instruction family, for a person
 * @param lanes floats in a vector
 */
public record Kernels(
        String description,
        int lanes,
        UnaryKernels unary,
        BinaryKernels binary,
        ReductionKernels reductions,
        MovementKernels movements,
        MatrixKernels matrices,
        AttentionKernels attention,
        WinogradKernels winograd,
        MixtureKernels mixtures,
        RandomKernels random) {}
