package io.github.vflow.tensor.kernel;

/**
 * The loops of the float32 engine, by family. There are two implementations with the same bits: scalar, and with the Vector API.
 * Kernels do not check their arguments; sizes and offsets are checked when a program is compiled. Thread-safe for calls on separate
 * memory.
 *
 * @param description lanes and instruction family
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
