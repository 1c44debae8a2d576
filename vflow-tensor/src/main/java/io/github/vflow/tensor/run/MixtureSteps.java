package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.MixtureInverse;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.reference.Mixture;

/** Steps for the inverse of a mixture: Newton in double precision, element by element. */
final class MixtureSteps {
    private static final int CHUNK = 64;

    private MixtureSteps() {}

    static Step of(MixtureInverse op, BufferPlan plan, int x, Workers workers) {
        Shape s = op.logits().shape();
        int n = s.dim(op.axis());
        int inner = s.product(op.axis() + 1, s.rank());
        int count = op.shape().size();
        int y = plan.offset(op.y());
        int logits = plan.offset(op.logits());
        int means = plan.offset(op.means());
        int logScales = plan.offset(op.logScales());
        int chunks = (count + CHUNK - 1) / CHUNK;
        Mixture[] mixtures = new Mixture[chunks];
        java.util.Arrays.setAll(mixtures, _ -> new Mixture(n));
        return workers.parallel(chunks, (m, chunk) -> {
            Mixture mixture = mixtures[chunk];
            for (int j = chunk * CHUNK; j < Math.min(count, (chunk + 1) * CHUNK); j++) {
                int from = j / inner * n * inner + j % inner;
                for (int k = 0; k < n; k++) {
                    int at = from + k * inner;
                    mixture.component(k, m[logits + at], m[means + at], m[logScales + at]);
                }
                m[x + j] = (float) mixture.inverse(m[y + j]);
            }
        });
    }
}
