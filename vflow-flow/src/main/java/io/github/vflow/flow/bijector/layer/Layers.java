package io.github.vflow.flow.bijector.layer;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.part.Bijector;
import java.util.ArrayList;
import java.util.List;

/** The layers of a chain of bijectors, with names for reports. */
public final class Layers {
    private Layers() {}

    /**
     * A layer and its name: the name of a {@link Checkpointed} step, else its position and class, such as
     * {@code 4 Coupling}.
     */
    public record Layer(String name, Bijector bijector) {}

    /** All layers from data to latent; nested chains are flattened. */
    public static List<Layer> of(Bijector f) {
        List<Bijector> parts = new ArrayList<>();
        flatten(f, parts);
        List<Layer> layers = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            Bijector part = parts.get(k);
            layers.add(new Layer(
                    part instanceof Checkpointed c
                            ? c.name()
                            : k + " " + part.getClass().getSimpleName(),
                    part));
        }
        return List.copyOf(layers);
    }

    private static void flatten(Bijector f, List<Bijector> into) {
        if (f instanceof Chain c) {
            c.parts().forEach(p -> flatten(p, into));
        } else {
            into.add(f);
        }
    }
}
