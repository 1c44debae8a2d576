package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How far inverses of {@linkplain Segment#reversible reversible segments} are from what they should give: max |x − x′| / max |x|, where
 * x′ is computed from the result for x. Rounding makes that small, an ill-conditioned map large, and with it the error of a gradient.
 */
public final class Drift {
    private static final Object MEASURED = new Object();
    private static final Object EXEMPT = new Object();

    /** A denominator that float32 can hold. */
    private static final double SMALLEST = 1e-30;

    private Drift() {}

    /** Measures all segments that a trace records from now on: a scalar for each, by its name. Not finite if an inverse is not. */
    public static Map<String, Tensor> measured(Trace trace) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        trace.replaceNote(MEASURED, Optional.of(all));
        return all;
    }

    /** The inputs of these segments are kept, whatever {@link Memory} says. */
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
            // a maximum may pass over what is not a number, a sum does not
            Tensor notFinite = off.sum().times(0);
            all.put(name, largest(off).dividedBy(largest(x.abs()).max(SMALLEST)).plus(notFinite));
        });
    }

    private static Tensor largest(Tensor x) {
        return x.reshape(x.shape().size()).maxOver(0);
    }
}
