package io.github.vflow.nn.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes values by Jackson's generator. */
final class JsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private JsonWriter() {}

    static String text(JsonValue value) {
        StringWriter to = new StringWriter();
        write(value, () -> FACTORY.createGenerator(ObjectWriteContext.empty(), to));
        return to.toString();
    }

    static byte[] bytes(JsonValue value) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        write(value, () -> FACTORY.createGenerator(ObjectWriteContext.empty(), to));
        return to.toByteArray();
    }

    private static void write(JsonValue value, Supplier<JsonGenerator> opened) {
        try (JsonGenerator to = opened.get()) {
            write(value, to);
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), e);
        }
    }

    private static void write(JsonValue value, JsonGenerator to) {
        switch (value) {
            case JsonObject object -> {
                to.writeStartObject();
                object.fields().forEach((name, field) -> {
                    to.writeName(name);
                    write(field, to);
                });
                to.writeEndObject();
            }
            case JsonArray array -> {
                to.writeStartArray();
                array.items().forEach(item -> write(item, to));
                to.writeEndArray();
            }
            case JsonText text -> to.writeString(text.text());
            case JsonNumber number -> to.writeNumber(number.text());
            case JsonBool bool -> to.writeBoolean(bool.value());
            case JsonNull _ -> to.writeNull();
        }
    }
}
