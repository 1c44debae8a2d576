package io.github.vflow.nn.json;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The components of a record that is written to an object or read from one. A mapping makes the record, and names each component once, with its
 * accessor:
 *
 * <pre>  static Scoring scoring(Components&lt;Scoring&gt; c) {
 *       return new Scoring(c.whole("samples", Scoring::samples), c.wholeLong("seed", Scoring::seed));
 *   }</pre>
 *
 * {@link #write} takes the components from a record, and drops the copy that the mapping makes; {@link Field#record} takes them from the fields of
 * an object, as strictly as {@link Field} reads them. The object has the components in the order of the mapping. Mutable and not thread-safe.
 *
 * @param <R> the record
 */
public abstract sealed class Components<R> {
    private Components() {}

    /**
     * Makes a record of its components.
     *
     * @param <R> the record
     */
    @FunctionalInterface
    public interface Mapping<R> {
        /** The record, for which the mapping asks for each component once. */
        R of(Components<R> c);
    }

    /** The object of a record. */
    public static <R> JsonObject write(R record, Mapping<R> mapping) {
        return write(JsonObject.builder(), record, mapping);
    }

    static <R> JsonObject write(JsonObject.Builder to, R record, Mapping<R> mapping) {
        mapping.of(new Written<>(record, to));
        return to.build();
    }

    static <R> R read(Fields from, Mapping<R> mapping) {
        return mapping.of(new Read<>(from));
    }

    /** A component that may be absent, and functions that write and read it. */
    public <T> Optional<T> optional(
            String name,
            Function<R, Optional<T>> accessor,
            Function<? super T, ? extends JsonValue> writer,
            Function<Field, T> reader) {
        return find(name, accessor, new Form<>(writer, reader));
    }

    /** A component, and functions that write and read it. */
    public <T> T component(
            String name,
            Function<R, T> accessor,
            Function<? super T, ? extends JsonValue> writer,
            Function<Field, T> reader) {
        return get(name, accessor, new Form<>(writer, reader));
    }

    /** A whole number that fits an int. */
    public int whole(String name, Function<R, Integer> accessor) {
        return component(name, accessor, JsonValue::of, Field::whole);
    }

    /** A whole number that fits a long. */
    public long wholeLong(String name, Function<R, Long> accessor) {
        return component(name, accessor, JsonValue::of, Field::wholeLong);
    }

    /** A number. */
    public double number(String name, Function<R, Double> accessor) {
        return component(name, accessor, JsonValue::of, Field::number);
    }

    /** True or false. */
    public boolean flag(String name, Function<R, Boolean> accessor) {
        return component(name, accessor, JsonValue::of, Field::flag);
    }

    /** A text. */
    public String text(String name, Function<R, String> accessor) {
        return component(name, accessor, JsonValue::of, Field::text);
    }

    /** A constant. */
    public <E extends Enum<E>> E choice(String name, Function<R, E> accessor, Class<E> type) {
        return component(name, accessor, e -> JsonValue.of(e.name()), f -> f.choice(type));
    }

    /** A list, and functions that write and read its items. */
    public <T> List<T> list(
            String name,
            Function<R, ? extends Collection<T>> accessor,
            Function<? super T, ? extends JsonValue> writer,
            Function<Field, T> reader) {
        return component(
                name, r -> List.copyOf(accessor.apply(r)), items -> JsonArray.of(items, writer), f -> f.list(reader));
    }

    /** A record. */
    public <T> T record(String name, Function<R, T> accessor, Mapping<T> mapping) {
        return component(name, accessor, r -> write(r, mapping), f -> f.record(mapping));
    }

    /** A list of records. */
    public <T> List<T> records(String name, Function<R, ? extends Collection<T>> accessor, Mapping<T> mapping) {
        return list(name, accessor, r -> write(r, mapping), f -> f.record(mapping));
    }

    /** The components of a part of the record, which stand in the same object. */
    public abstract <P> Components<P> part(Function<R, P> accessor);

    abstract <T> Optional<T> find(String name, Function<R, Optional<T>> accessor, Form<T> form);

    abstract <T> T get(String name, Function<R, T> accessor, Form<T> form);

    record Form<T>(Function<? super T, ? extends JsonValue> writer, Function<Field, T> reader) {}

    private static final class Written<R> extends Components<R> {
        private final R record;
        private final JsonObject.Builder to;

        Written(R record, JsonObject.Builder to) {
            this.record = record;
            this.to = to;
        }

        @Override
        public <P> Components<P> part(Function<R, P> accessor) {
            return new Written<>(accessor.apply(record), to);
        }

        @Override
        <T> Optional<T> find(String name, Function<R, Optional<T>> accessor, Form<T> form) {
            Optional<T> value = accessor.apply(record);
            value.ifPresent(v -> to.put(name, form.writer.apply(v)));
            return value;
        }

        @Override
        <T> T get(String name, Function<R, T> accessor, Form<T> form) {
            return find(name, r -> Optional.of(accessor.apply(r)), form).orElseThrow();
        }
    }

    private static final class Read<R> extends Components<R> {
        private final Fields from;

        Read(Fields from) {
            this.from = from;
        }

        @Override
        public <P> Components<P> part(Function<R, P> accessor) {
            return new Read<>(from);
        }

        @Override
        <T> Optional<T> find(String name, Function<R, Optional<T>> accessor, Form<T> form) {
            return from.find(name).map(form.reader);
        }

        @Override
        <T> T get(String name, Function<R, T> accessor, Form<T> form) {
            return form.reader.apply(from.get(name));
        }
    }
}
