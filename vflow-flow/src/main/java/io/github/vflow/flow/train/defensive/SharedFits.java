package io.github.vflow.flow.train.defensive;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The mixtures of normal distributions of a training: members that start from the same rows share one. Thread-safe. */
public final class SharedFits {
    private final Map<Key, MixtureChoice.Chosen> fits = new ConcurrentHashMap<>();

    /** No fit yet. */
    public SharedFits() {}

    /** The fit of rows, which is made once. */
    MixtureChoice.Chosen of(float[] rows, int most, Supplier<MixtureChoice.Chosen> fit) {
        return fits.computeIfAbsent(new Key(rows, most), _ -> fit.get());
    }

    private record Key(float[] rows, int most) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && most == key.most && Arrays.equals(rows, key.rows);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(rows), most);
        }
    }
}
