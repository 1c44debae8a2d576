package io.github.vflow.table.score;

import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.marginal.MarginalsJson;
import java.util.Optional;

/**
 * The parts of a verdict beside the density: the distributions of single columns, rows to compare with, and the law of each view. None is of
 * rows that calibrate alarms.
 *
 * @param neighbours empty if the model keeps no rows
 */
public record Views(Marginals marginals, Optional<Neighbours> neighbours, ViewPValues laws) {
    private static final int VERSION = 2;
    /** Its verdicts compared other scores. */
    private static final long EARLIER = 1;

    /** The text of a model file. */
    public String toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", VERSION)
                .put("marginals", MarginalsJson.write(marginals))
                .put("laws", Components.write(laws, ViewPValues::json));
        neighbours.ifPresent(n -> json.put("neighbours", n.toJson()));
        return json.build().toString();
    }

    /**
     * Reads the text of {@link #toJson}; empty if an earlier release wrote it.
     *
     * @throws IllegalArgumentException if it is another text; the message says what is wrong
     */
    public static Optional<Views> ofJson(String json) {
        JsonValue value = JsonValue.parse(json);
        boolean isEarlier = value instanceof JsonObject o
                && JsonValue.of(EARLIER).equals(o.fields().get("version"));
        return isEarlier ? Optional.empty() : Optional.of(read(Field.root(value)));
    }

    private static Views read(Field root) {
        return root.object(f -> {
            int found = f.get("version").whole();
            if (found != VERSION) {
                throw new IllegalArgumentException("this program reads version " + VERSION
                        + " of the views of a verdict but this is version " + found
                        + "; use the release that wrote it");
            }
            Marginals marginals = MarginalsJson.read(f.get("marginals"));
            return new Views(
                    marginals,
                    f.find("neighbours").map(n -> Neighbours.read(n, marginals)),
                    f.get("laws").record(ViewPValues::json));
        });
    }
}
