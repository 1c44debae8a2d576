package io.github.vflow.flow.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Steps and base distributions that a program brings along. A model file stores their names, so whoever loads it brings them along too.
 *
 * @param steps the factories by name, in the order in which data passes the steps
 * @param bases the factories by name; a specification has at most one
 */
public record OwnParts(SequencedMap<String, StepFactory> steps, SequencedMap<String, BaseFactory> bases) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** Copies the maps. */
    public OwnParts {
        steps = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(steps));
        bases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bases));
    }

    /** No parts of one's own. */
    public static OwnParts none() {
        return new OwnParts(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Whether there are none. */
    public boolean areNone() {
        return steps.isEmpty() && bases.isEmpty();
    }

    /**
     * With one more step.
     *
     * @throws IllegalArgumentException if the name is taken, or has characters other than letters, digits, underscores and hyphens
     */
    public OwnParts withStep(String name, StepFactory factory) {
        SequencedMap<String, StepFactory> all = new LinkedHashMap<>(steps);
        all.put(free(name), Objects.requireNonNull(factory, "OwnParts: step"));
        return new OwnParts(all, bases);
    }

    /**
     * With one more base.
     *
     * @throws IllegalArgumentException as {@link #withStep}
     */
    public OwnParts withBase(String name, BaseFactory factory) {
        SequencedMap<String, BaseFactory> all = new LinkedHashMap<>(bases);
        all.put(free(name), Objects.requireNonNull(factory, "OwnParts: base"));
        return new OwnParts(steps, all);
    }

    private String free(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "OwnParts: name")).matches()) {
            throw new IllegalArgumentException("OwnParts: a name has letters, digits, underscores and hyphens but is \""
                    + name + "\"; rename the part");
        }
        if (steps.containsKey(name) || bases.containsKey(name)) {
            throw new IllegalArgumentException(
                    "OwnParts: names must differ but \"" + name + "\" is taken; rename the part");
        }
        return name;
    }

    /**
     * The parts of these names, in their order.
     *
     * @throws IllegalArgumentException if there is no part of a name
     */
    public OwnParts select(List<String> stepNames, List<String> baseNames) {
        OwnParts chosen = none();
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
            throw new IllegalArgumentException("the model has a " + kind + " \"" + name
                    + "\" of one's own, and the known ones are " + (kind.equals("step") ? steps : bases).keySet()
                    + "; load it with OwnParts.none()." + wither + "(\"" + name + "\", …)");
        }
        return part;
    }
}
