package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.tensor.Tensor;
import java.util.function.IntFunction;

/** ln of sums of densities that are given by their logarithms. */
public final class LogSum {
    /** Where float32 has no number for a density, this stands for its logarithm. */
    private static final double LEAST = -1e30;

    private LogSum() {}

    /** ln Σₖ exp(termₖ) [b] of n terms [b]; a term that is NaN or −∞ adds nothing. */
    public static Tensor of(int n, IntFunction<Tensor> term) {
        Tensor sum = finite(term.apply(0));
        for (int k = 1; k < n; k++) {
            sum = of(sum, finite(term.apply(k)));
        }
        return sum;
    }

    private static Tensor finite(Tensor log) {
        Tensor least = log.trace().constant(LEAST).broadcast(log.shape());
        return log.greater(LEAST).select(log, least);
    }

    private static Tensor of(Tensor a, Tensor b) {
        return a.max(b).plus(a.minus(b).abs().negate().exp().log1p());
    }
}
