package io.github.vflow.table.score;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.marginal.MarginalsJson;

/**
 * The parts of a verdict beside the density: the distributions of single columns, and the scale of each view. Both are of rows that do not
 * calibrate alarms.
 */
public record Views(Marginals marginals, ViewScales scales) {
    private static final int VERSION = 1;

    /** The text of a model file. */
    public String toJson() {
        return JsonObject.builder()
                .put("version", VERSION)
                .put("marginals", MarginalsJson.write(marginals))
                .put("scales", scales.toJson())
                .build()
                .toString();
    }

    /**
     * Reads the text of {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is another text; the message says what is wrong
     */
    public static Views ofJson(String json) {
        return Field.root(JsonValue.parse(json)).object(f -> {
            int found = f.get("version").whole();
            if (found != VERSION) {
                throw new IllegalArgumentException("this program reads version " + VERSION
                        + " of the views of a verdict but this is version " + found
                        + "; use the release that wrote it");
            }
            return new Views(MarginalsJson.read(f.get("marginals")), ViewScales.read(f.get("scales")));
        });
    }
}
