package io.github.vflow.nn.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Builds values from the tokens of Jackson's parser, whose limits bound the depth of the recursion here. */
final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonReader() {}

    static JsonValue read(String text) {
        return read(() -> FACTORY.createParser(ObjectReadContext.empty(), text));
    }

    static JsonValue read(byte[] text) {
        return read(() -> FACTORY.createParser(ObjectReadContext.empty(), text));
    }

    private static JsonValue read(Supplier<JsonParser> opened) {
        try (JsonParser tokens = opened.get()) {
            @Nullable JsonToken first = tokens.nextToken();
            if (first == null) {
                throw new JsonException("there is no value");
            }
            JsonValue value = value(first, tokens);
            @Nullable JsonToken more = tokens.nextToken();
            if (more != null) {
                throw new JsonException("there must be one value but another follows");
            }
            return value;
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), e);
        }
    }

    /** The value that a token begins. */
    private static JsonValue value(JsonToken token, JsonParser tokens) {
        return switch (token) {
            case START_OBJECT -> object(tokens);
            case START_ARRAY -> array(tokens);
            case VALUE_STRING -> new JsonText(tokens.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(tokens.getString());
            case VALUE_TRUE -> new JsonBool(true);
            case VALUE_FALSE -> new JsonBool(false);
            case VALUE_NULL -> new JsonNull();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("the parser must not give " + token + " where a value begins");
        };
    }

    private static JsonObject object(JsonParser tokens) {
        SequencedMap<String, JsonValue> fields = new LinkedHashMap<>();
        @Nullable String name = tokens.nextName();
        while (name != null) {
            fields.put(name, value(tokens.nextToken(), tokens));
            name = tokens.nextName();
        }
        return new JsonObject(fields);
    }

    private static JsonArray array(JsonParser tokens) {
        List<JsonValue> items = new ArrayList<>();
        JsonToken token = tokens.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token, tokens));
            token = tokens.nextToken();
        }
        return new JsonArray(items);
    }
}
