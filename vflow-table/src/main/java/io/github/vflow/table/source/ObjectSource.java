package io.github.vflow.table.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Objects in memory, such as the components of a record type, each column a function of the object:
 *
 * <pre>  ObjectSource.of(sales).column("shop", Sale::shop).column("price", Sale::price)</pre>
 *
 * @param <T> the objects
 */
public final class ObjectSource<T> implements TableSource {
    private final Iterable<T> objects;
    private final List<String> names;
    private final List<Function<? super T, ? extends @Nullable Object>> values;

    private ObjectSource(
            Iterable<T> objects, List<String> names, List<Function<? super T, ? extends @Nullable Object>> values) {
        this.objects = objects;
        this.names = names;
        this.values = values;
    }

    /** A source of objects, still without columns; each pass iterates over the objects. */
    public static <T> ObjectSource<T> of(Iterable<T> objects) {
        return new ObjectSource<>(Objects.requireNonNull(objects, "ObjectSource.of: objects"), List.of(), List.of());
    }

    /** A source of maps by column name. The columns are all names of all rows, in the order of their first use. */
    public static <M extends Map<String, ?>> ObjectSource<M> ofMaps(Iterable<M> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        ObjectSource<M> source = of(rows);
        for (String name : names) {
            source = source.column(name, row -> row.get(name));
        }
        return source;
    }

    /**
     * Returns a copy with another column.
     *
     * @param value a number, a text, a truth value or an enum; null if it is missing
     */
    public ObjectSource<T> column(String name, Function<? super T, ? extends @Nullable Object> value) {
        List<String> moreNames = new ArrayList<>(names);
        moreNames.add(name);
        List<Function<? super T, ? extends @Nullable Object>> moreValues = new ArrayList<>(values);
        moreValues.add(value);
        return new ObjectSource<>(objects, List.copyOf(moreNames), List.copyOf(moreValues));
    }

    @Override
    public String name() {
        return "the rows";
    }

    @Override
    public TableSource.Cursor open() {
        return new ObjectCursor(objects.iterator());
    }

    private final class ObjectCursor implements TableSource.Cursor {
        private final Iterator<T> rest;
        private @Nullable T row;
        private long number;

        ObjectCursor(Iterator<T> rest) {
            this.rest = rest;
        }

        @Override
        public List<String> columns() {
            return names;
        }

        @Override
        public boolean next() {
            if (!rest.hasNext()) {
                return false;
            }
            row = rest.next();
            number++;
            return true;
        }

        @Override
        public long line() {
            return number;
        }

        @Override
        public @Nullable Object cell(int column) {
            return values.get(column).apply(Objects.requireNonNull(row, "next() must come first"));
        }

        @Override
        public void close() {}
    }
}
