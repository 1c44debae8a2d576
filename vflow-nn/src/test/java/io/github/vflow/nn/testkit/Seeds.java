package io.github.vflow.nn.testkit;

/** The seed of a test follows from its name; {@code -Dvflow.seed=N} moves all of them. */
public final class Seeds {
    private static final long SHIFT = Long.getLong("vflow.seed", 0);

    private Seeds() {}

    /** The seed for a name. */
    public static long of(String name) {
        return name.hashCode() + SHIFT;
    }
}
