package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rounding error of the inverses of {@linkplain Segment#reversible reversible segments}: max |x − x′| / max |x|, where x is the
 * input of a segment and x′ the inverse of its output. It is small unless the map is ill-conditioned; then gradients are wrong as
 * well.
 */
public final class InverseError {
    private static final Object MEASURED = new Object();
    private static final Object EXEMPT = new Object();

    /** A denominator that float32 can hold. */
    private static final double SMALLEST = 1e-30;

    private InverseError() {}

    /**
     * Measures every reversible segment that the trace records from now on. Answers a scalar for each segment by its name; the
     * scalar is not finite if the inverse is not.
     */
    public static Map<String, Tensor> measured(Trace trace) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        trace.replaceNote(MEASURED, Optional.of(all));
        return all;
    }

    /** Keeps the inputs of the named segments whatever {@link Memory} says, so that their inverses are not used. */
    public static void exempt(Trace trace, Set<String> names) {
        trace.replaceNote(EXEMPT, Set.copyOf(names));
    }

    static boolean isExempt(Trace trace, String name) {
        return trace.note(EXEMPT, Set::<String>of).contains(name);
    }

    static void measure(String name, Tensor x, Supplier<Tensor> inverse) {
        Optional<Map<String, Tensor>> asked = x.trace().note(MEASURED, Optional::empty);
        asked.ifPresent(all -> {
            Tensor off = x.minus(inverse.get()).abs();
            // a maximum may pass over a NaN, a sum does not
            Tensor notFinite = off.sum().times(0);
            all.put(name, largest(off).dividedBy(largest(x.abs()).max(SMALLEST)).plus(notFinite));
        });
    }

    private static Tensor largest(Tensor x) {
        return x.reshape(x.shape().size()).maxOver(0);
    }
}
