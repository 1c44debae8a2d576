package io.github.vflow.flow.spec;

import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Custom steps and base distributions, which a program supplies. A model file stores their names, and a program that loads it supplies them again.
 *
 * @param steps the factories by name, in the order in which data passes the steps
 * @param bases the factories by name; a specification has at most one
 */
public record CustomParts(SequencedMap<String, Factory<Bijector>> steps, SequencedMap<String, Factory<Base>> bases) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /**
     * Builds a custom part.
     *
     * @param <P> the kind of part: {@link Bijector} for a step, {@link Base} for a base distribution
     */
    @FunctionalInterface
    public interface Factory<P> {
        /**
         * Declares the parameters of the part in the scope, so that they are trained and saved, and builds the part.
         *
         * @param dimensions d of the rows [b, d] that a step maps, and of the points ε [b, d] of a base
         */
        P of(Scope scope, int dimensions);
    }

    public CustomParts {
        steps = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(steps));
        bases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bases));
    }

    /** No custom parts. */
    public static CustomParts none() {
        return new CustomParts(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Whether there are no custom parts. */
    public boolean areNone() {
        return steps.isEmpty() && bases.isEmpty();
    }

    /**
     * With one more step.
     *
     * @throws IllegalArgumentException if the name is taken, or has characters other than letters, digits, underscores and hyphens
     */
    public CustomParts withStep(String name, Factory<Bijector> factory) {
        SequencedMap<String, Factory<Bijector>> all = new LinkedHashMap<>(steps);
        all.put(free(name), Objects.requireNonNull(factory, "CustomParts: step"));
        return new CustomParts(all, bases);
    }

    /**
     * With one more base.
     *
     * @throws IllegalArgumentException as {@link #withStep}
     */
    public CustomParts withBase(String name, Factory<Base> factory) {
        SequencedMap<String, Factory<Base>> all = new LinkedHashMap<>(bases);
        all.put(free(name), Objects.requireNonNull(factory, "CustomParts: base"));
        return new CustomParts(steps, all);
    }

    private String free(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "CustomParts: name")).matches()) {
            throw new IllegalArgumentException(
                    "CustomParts: a name has letters, digits, underscores and hyphens but is \"" + name
                            + "\"; rename the part");
        }
        if (steps.containsKey(name) || bases.containsKey(name)) {
            throw new IllegalArgumentException(
                    "CustomParts: names must differ but \"" + name + "\" is taken; rename the part");
        }
        return name;
    }

    /**
     * The parts of these names, in their order.
     *
     * @throws IllegalArgumentException if there is no part of a name
     */
    public CustomParts select(List<String> stepNames, List<String> baseNames) {
        CustomParts chosen = none();
        for (String name : stepNames) {
            chosen = chosen.withStep(name, find("step", "withStep", name, steps.get(name)));
        }
        for (String name : baseNames) {
            chosen = chosen.withBase(name, find("base", "withBase", name, bases.get(name)));
        }
        return chosen;
    }

    private <T> T find(String kind, String wither, String name, @Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("the model uses the custom " + kind + " \"" + name
                    + "\", which was not supplied; load it with CustomParts.none()." + wither + "(\"" + name
                    + "\", …)");
        }
        return part;
    }
}
