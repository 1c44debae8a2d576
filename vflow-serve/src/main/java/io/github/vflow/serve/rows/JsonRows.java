package io.github.vflow.serve.rows;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonBool;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.source.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON under the columns of a schema, as a file of it would have them. A cell that is null or left out is missing. A row that is none has a
 * fault, and no cells. Mutable and not thread-safe.
 */
public final class JsonRows {
    private final List<String> columns;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private JsonRows(Schema schema) {
        this.columns = schema.written().stream().map(Column::name).toList();
        for (int j = 0; j < columns.size(); j++) {
            places.put(columns.get(j), j);
        }
    }

    /** Rows that are objects by column name. */
    public static JsonRows ofObjects(Schema schema, List<? extends JsonValue> items) {
        JsonRows all = new JsonRows(schema);
        for (JsonValue item : items) {
            if (item instanceof JsonObject row) {
                all.add(row);
            } else {
                all.fault("a row must be an object by column name but is " + kind(item));
            }
        }
        return all;
    }

    /** Rows that are lists of cells, of the columns that are read in their order. */
    public static JsonRows ofLists(Schema schema, List<? extends JsonValue> items) {
        JsonRows all = new JsonRows(schema);
        int[] to = RowAnswers.columns(schema).stream()
                .mapToInt(column -> all.required(column.name()))
                .toArray();
        for (JsonValue item : items) {
            if (item instanceof JsonArray row && row.items().size() == to.length) {
                @Nullable Object[] cells = all.begin();
                for (int k = 0; k < to.length; k++) {
                    all.put(cells, to[k], row.items().get(k));
                }
            } else {
                all.fault("a row must be a list of " + to.length + " cells but is "
                        + (item instanceof JsonArray row
                                ? "one of " + row.items().size()
                                : kind(item)));
            }
        }
        return all;
    }

    /** Rows whose columns are lists of equal lengths. */
    public static JsonRows ofColumns(Schema schema, Map<String, ? extends List<? extends JsonValue>> lists) {
        JsonRows all = new JsonRows(schema);
        int n = lists.isEmpty() ? 0 : lists.values().iterator().next().size();
        lists.forEach((name, cells) -> {
            all.required(name);
            if (cells.size() != n) {
                throw new Refusal(400, "all columns must have " + n + " cells but " + name + " has " + cells.size());
            }
        });
        for (int i = 0; i < n; i++) {
            @Nullable Object[] row = all.begin();
            int at = i;
            lists.forEach((name, cells) -> all.put(row, all.required(name), cells.get(at)));
        }
        return all;
    }

    private void add(JsonObject row) {
        @Nullable Object[] cells = begin();
        for (Map.Entry<String, JsonValue> field : row.fields().entrySet()) {
            Integer place = places.get(field.getKey());
            if (place == null) {
                faults.set(faults.size() - 1, unknown(field.getKey()));
                return;
            }
            put(cells, place, field.getValue());
        }
    }

    private String unknown(String name) {
        return "the model has no column " + Finding.quoted(name) + "; it has " + columns;
    }

    private int required(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new Refusal(400, unknown(name));
        }
        return place;
    }

    private @Nullable Object[] begin() {
        @Nullable Object[] cells = new @Nullable Object[columns.size()];
        rows.add(cells);
        faults.add("");
        return cells;
    }

    private void fault(String why) {
        begin();
        faults.set(faults.size() - 1, why);
    }

    private void put(@Nullable Object[] cells, int place, JsonValue value) {
        if (value instanceof JsonObject || value instanceof JsonArray) {
            faults.set(faults.size() - 1, "column " + columns.get(place) + " holds " + kind(value) + ", not one value");
        } else {
            cells[place] = cell(value);
        }
    }

    /** The value of a cell: a text, a number, a truth value, or null. */
    public static @Nullable Object cell(JsonValue value) {
        return switch (value) {
            case JsonText text -> text.text();
            case JsonNumber number -> {
                OptionalLong whole = number.toLong();
                yield whole.isPresent() ? (Object) whole.getAsLong() : (Object) number.toDouble();
            }
            case JsonBool bool -> bool.value();
            case JsonNull _ -> null;
            case JsonObject _, JsonArray _ ->
                throw new Refusal(400, "a value must be a text, a number, true, false or null but is " + kind(value));
        };
    }

    private static String kind(JsonValue value) {
        return switch (value) {
            case JsonObject _ -> "an object";
            case JsonArray _ -> "a list";
            case JsonText _ -> "a text";
            case JsonNumber _ -> "a number";
            case JsonBool _ -> "a truth value";
            case JsonNull _ -> "null";
        };
    }

    /** The number of rows, those with a fault included. */
    public int size() {
        return rows.size();
    }

    /** Why a row is none; empty if it is one. */
    String fault(int row) {
        return faults.get(row);
    }

    /** The rows without a fault, in their order. */
    public TableSource source() {
        List<@Nullable Object[]> good = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (faults.get(i).isEmpty()) {
                good.add(rows.get(i));
            }
        }
        ObjectSource<@Nullable Object[]> source = ObjectSource.of(good);
        for (int j = 0; j < columns.size(); j++) {
            int at = j;
            source = source.column(columns.get(j), cells -> cells[at]);
        }
        return source;
    }

    /** The answers about all rows: the errors of those with a fault, and these of the others, in their order. */
    public List<JsonValue> merged(List<? extends JsonValue> others) {
        List<JsonValue> all = new ArrayList<>(rows.size());
        int next = 0;
        for (String fault : faults) {
            all.add(
                    fault.isEmpty()
                            ? others.get(next++)
                            : JsonObject.builder().put("error", fault).build());
        }
        return all;
    }

    @Override
    public String toString() {
        return rows.stream().map(Arrays::toString).toList().toString();
    }
}
