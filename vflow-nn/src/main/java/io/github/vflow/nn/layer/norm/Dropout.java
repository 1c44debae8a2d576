package io.github.vflow.nn.layer.norm;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Dropout (Srivastava et al., 2014): x·mask/(1 − rate) in a trace for training, x itself in other traces. Masks are
 * inputs of the program, so that a step can be repeated and checked by finite differences.
 *
 * @param rate the probability that an element is dropped, in [0, 1)
 */
public record Dropout(double rate) {
    private static final Object KEY = new Object();

    /** Checks that the rate is in [0, 1). */
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("Dropout: the rate must be in [0, 1) but is " + rate);
        }
    }

    /** The masks of a training program: names, shapes and rates. Mutable and not thread-safe. */
    public static final class Masks {
        private record Mask(String name, Shape shape, double rate) {}

        private final List<Mask> masks = new ArrayList<>();
        private final Map<String, Tensor> byLayer = new HashMap<>();

        private Masks() {}

        private Tensor mask(Tensor x, String layer, double rate) {
            return byLayer.computeIfAbsent(layer, _ -> {
                String name = "dropout." + layer;
                masks.add(new Mask(name, x.shape(), rate));
                return x.trace().input(name, x.shape());
            });
        }

        /** Whether no layer drops anything. */
        public boolean areNone() {
            return masks.isEmpty();
        }

        /** Draws all masks afresh; a kept element is scaled so that the mean stays. */
        public void draw(Executable program, RandomGenerator random) {
            for (Mask m : masks) {
                float[] v = new float[m.shape.size()];
                float kept = (float) (1 / (1 - m.rate));
                for (int i = 0; i < v.length; i++) {
                    v[i] = random.nextFloat() < m.rate ? 0 : kept;
                }
                program.set(m.name, v);
            }
        }
    }

    /** Marks a trace as one for training: layers traced from now on drop elements. */
    public static Masks on(Trace trace) {
        Masks masks = new Masks();
        trace.replaceNote(KEY, masks);
        return masks;
    }

    /**
     * Drops elements of x in a trace for training, else returns x. A layer has one mask in a trace, so that a step and
     * its inverse agree.
     *
     * @param layer the name of the layer
     */
    public Tensor apply(Tensor x, String layer) {
        if (rate == 0 || !(x.trace().note(KEY, () -> (Object) false) instanceof Masks masks)) {
            return x;
        }
        return x.times(masks.mask(x, layer, rate));
    }
}
