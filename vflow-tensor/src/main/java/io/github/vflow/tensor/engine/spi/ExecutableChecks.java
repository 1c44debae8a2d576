package io.github.vflow.tensor.engine.spi;

import io.github.vflow.tensor.engine.Executable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The argument checks of an {@link Executable}, with the same messages in every engine. */
public final class ExecutableChecks {
    private ExecutableChecks() {}

    /**
     * The entry of a map under a name.
     *
     * @throws IllegalArgumentException if the name is unknown; the message lists the known names
     */
    public static <T> T find(String what, String name, Map<String, T> known) {
        @Nullable T found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "Executable: no " + what + " \"" + name + "\"; the program has " + known.keySet());
        }
        return found;
    }

    /**
     * Checks the size of an array.
     *
     * @throws IllegalArgumentException if it is not the expected one
     */
    public static void size(String name, int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(
                    "Executable: \"" + name + "\" has " + expected + " elements but the array has " + got);
        }
    }

    /**
     * Checks that an output has been computed.
     *
     * @throws IllegalStateException if it has not
     */
    public static void ready(String name, boolean ready) {
        if (!ready) {
            throw new IllegalStateException("Executable: \"" + name + "\" has no value yet; call run() first");
        }
    }

    /** The error of every engine for a matrix that has no inverse in the precision of the engine. */
    public static ArithmeticException singular(int n, double logAbsDet) {
        return new ArithmeticException("a " + n + "×" + n + " matrix is singular or not finite (ln |det| = " + logAbsDet
                + "); change it in smaller steps, or build it from triangular factors (LU)");
    }
}
