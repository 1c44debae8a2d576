package io.github.vflow.nn.json;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an object while {@link Field#object} reads it. A field that may be absent is read by {@link #find}, with a default:
 *
 * <pre>  fields.get("steps").whole()                          // must be there
 *   fields.find("classes").map(Field::whole).orElse(0)   // may be absent</pre>
 *
 * Mutable and not thread-safe.
 */
public final class Fields {
    private final Field whole;
    private final JsonObject object;
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(Field whole, JsonObject object) {
        this.whole = whole;
        this.object = object;
    }

    /**
     * The field of a name.
     *
     * @throws JsonException if it is missing
     */
    public Field get(String name) {
        return find(name)
                .orElseThrow(() -> new JsonException("the field " + Field.quoted(whole.pathOf(name)) + " is missing"));
    }

    /** The field of a name, if it is there. */
    public Optional<Field> find(String name) {
        asked.add(name);
        return object.field(name).map(value -> whole.below(name, value));
    }

    void requireAllRead() {
        for (String name : object.fields().keySet()) {
            if (!asked.contains(name)) {
                throw new JsonException(
                        "the field " + Field.quoted(whole.pathOf(name)) + " is unknown; known are " + asked);
            }
        }
    }
}
