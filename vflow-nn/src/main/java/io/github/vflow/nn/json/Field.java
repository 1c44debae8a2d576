package io.github.vflow.nn.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A value and its place, for reading it as an expected type. Nothing is converted: a number is not read from text, and a whole number not from
 * one with a point. All methods throw {@link JsonException}, which names the place, if the value is something else.
 *
 * @param path the place, such as {@code layout[1].kind}; empty for the whole
 * @param value the value found there
 */
public record Field(String path, JsonValue value) {
    private static final int SHOWN = 60;

    /** The whole of a text. */
    public static Field root(JsonValue value) {
        return new Field("", value);
    }

    /** A whole number that fits an int. */
    public int whole() {
        return (int) within(Integer.MIN_VALUE, Integer.MAX_VALUE, "a whole number of 32 bits");
    }

    /** A whole number that fits a long. */
    public long wholeLong() {
        return within(Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of 64 bits");
    }

    private long within(long least, long most, String must) {
        if (value instanceof JsonNumber number && number.toLong().isPresent()) {
            long n = number.toLong().getAsLong();
            if (n >= least && n <= most) {
                return n;
            }
        }
        throw bad(must);
    }

    /** A number; NaN, Infinity and -Infinity are the texts that {@link JsonValue#of(double)} writes. */
    public double number() {
        if (value instanceof JsonNumber number) {
            return number.toDouble();
        }
        return switch (value instanceof JsonText t ? t.text() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw bad("a number");
        };
    }

    /** True or false. */
    public boolean flag() {
        if (value instanceof JsonBool bool) {
            return bool.value();
        }
        throw bad("true or false");
    }

    /** A text. */
    public String text() {
        if (value instanceof JsonText text) {
            return text.text();
        }
        throw bad("a text");
    }

    /** The constant of a name. */
    public <E extends Enum<E>> E choice(Class<E> type) {
        return oneOf(Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(Enum::name, Function.identity())));
    }

    /** The value that one of the known texts names. */
    public <T> T oneOf(Map<String, T> choices) {
        if (value instanceof JsonText word && choices.containsKey(word.text())) {
            return choices.get(word.text());
        }
        throw bad("one of " + new TreeSet<>(choices.keySet()));
    }

    /** A list; a function reads each item. */
    public <T> List<T> list(Function<Field, T> item) {
        if (!(value instanceof JsonArray array)) {
            throw bad("a list");
        }
        List<T> items = new ArrayList<>();
        for (JsonValue next : array.items()) {
            items.add(item.apply(new Field(path + "[" + items.size() + "]", next)));
        }
        return items;
    }

    /** An object whose names are not known before; a function reads each field. */
    public <T> Map<String, T> map(Function<Field, T> item) {
        Map<String, T> items = new LinkedHashMap<>();
        asObject().fields().forEach((name, next) -> items.put(name, item.apply(below(name, next))));
        return items;
    }

    /** An object of known names, which a function reads; a field that it does not ask for is refused. */
    public <T> T object(Function<Fields, T> reader) {
        Fields fields = new Fields(this, asObject());
        T read = reader.apply(fields);
        fields.requireAllRead();
        return read;
    }

    /** An object that a mapping turns into a record; a field that it does not ask for is refused. */
    public <R> R record(Components.Mapping<R> mapping) {
        return object(fields -> Components.read(fields, mapping));
    }

    private JsonObject asObject() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad("an object");
    }

    Field below(String name, JsonValue field) {
        return new Field(pathOf(name), field);
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private JsonException bad(String must) {
        return new JsonException(
                (path.isEmpty() ? "it" : quoted(path)) + " must be " + must + " but is " + shown(value.toString()));
    }

    static String quoted(String path) {
        return "\"" + shown(path) + "\"";
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
