package io.github.vflow.cli.console;

import io.github.vflow.nn.file.AtomicFile;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes records and {@link Facts} as JSON: keys in snake_case and in the order of the components, null for a number that is not finite. */
public final class Json {
    private static final Pattern WORD = Pattern.compile("([a-z0-9])([A-Z])");

    private Json() {}

    /** The JSON text of a record, map or {@link Facts} on one line. */
    public static String of(Object record) {
        return value(record).toString();
    }

    /** Writes a record to a file, atomically. */
    public static void write(Object record, Path file) throws IOException {
        AtomicFile.write(file, to -> to.write(of(record).getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonValue value(@Nullable Object value) {
        return switch (value) {
            case null -> new JsonNull();
            case JsonValue json -> json;
            case Facts facts -> entries(facts.values());
            case Record record -> record(record);
            case Collection<?> items -> JsonArray.of(items, Json::value);
            case Map<?, ?> entries -> entries(entries);
            case Optional<?> some -> value(some.orElse(null));
            case String text -> JsonValue.of(text);
            case Path path -> JsonValue.of(path.toString());
            case Enum<?> constant -> JsonValue.of(constant.name());
            case Boolean flag -> JsonValue.of(flag);
            case Integer number -> JsonValue.of(number);
            case Long number -> JsonValue.of(number);
            case Double number -> Double.isFinite(number) ? JsonValue.of(number) : new JsonNull();
            default ->
                throw new IllegalArgumentException("Json: a component must be a record, collection, map, text, path,"
                        + " constant, flag, int, long or double but is of " + value.getClass() + "; add its case");
        };
    }

    private static JsonObject entries(Map<?, ?> entries) {
        JsonObject.Builder b = JsonObject.builder();
        entries.forEach((key, value) -> b.put(String.valueOf(key), value(value)));
        return b.build();
    }

    private static JsonObject record(Record record) {
        JsonObject.Builder b = JsonObject.builder();
        for (RecordComponent c : record.getClass().getRecordComponents()) {
            b.put(WORD.matcher(c.getName()).replaceAll("$1_$2").toLowerCase(Locale.ROOT), value(component(record, c)));
        }
        return b.build();
    }

    private static @Nullable Object component(Record record, RecordComponent c) {
        Method accessor = c.getAccessor();
        try {
            // The records of a command may be private to its package.
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getClass() + "." + c.getName() + " cannot be read", e);
        }
    }
}
