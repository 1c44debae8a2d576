package io.github.vflow.cli;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A value in the output of a command, for tests that look into it; a path that leads nowhere leads to an empty object.
 *
 * @param value the value
 */
record JsonNode(JsonValue value) {
    static JsonNode of(String text) {
        return new JsonNode(JsonValue.parse(text));
    }

    JsonNode path(String name) {
        return new JsonNode(value.field(name).orElse(JsonObject.builder().build()));
    }

    JsonNode get(int index) {
        return new JsonNode(((JsonArray) value).items().get(index));
    }

    int size() {
        return value instanceof JsonArray array ? array.items().size() : names().size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    boolean isNull() {
        return value instanceof JsonNull;
    }

    boolean isNumber() {
        return value instanceof JsonNumber;
    }

    Set<String> names() {
        return ((JsonObject) value).fields().keySet();
    }

    void forEachField(Consumer<JsonNode> each) {
        ((JsonObject) value).fields().values().forEach(v -> each.accept(new JsonNode(v)));
    }

    Stream<JsonNode> items() {
        return ((JsonArray) value).items().stream().map(JsonNode::new);
    }

    int intValue() {
        return Field.root(value).whole();
    }

    double doubleValue() {
        return Field.root(value).number();
    }

    boolean booleanValue() {
        return Field.root(value).flag();
    }

    String stringValue() {
        return Field.root(value).text();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
