package io.github.vflow.nn.json;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of the records of a sealed interface, whose object has the name of the kind before the components.
 *
 * @param name the value of the field {@code kind}
 * @param mapping of the record
 * @param <R> the record
 */
public record Kind<R>(String name, Components.Mapping<R> mapping) {
    private static final String KIND = "kind";

    /** The object of a record. */
    public JsonObject write(R record) {
        return Components.write(JsonObject.builder().put(KIND, name), record, mapping);
    }

    /** The record of an object that names one of these. */
    public static <S> S read(Field from, List<Kind<? extends S>> kinds) {
        return from.object(fields -> fields.get(KIND)
                .oneOf(kinds.stream().collect(Collectors.toMap(Kind::name, Function.identity())))
                .read(fields));
    }

    private R read(Fields from) {
        return Components.read(from, mapping);
    }
}
