package io.github.vflow.cli.model;

import io.github.vflow.cli.console.Console;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of columns on which rows are conditioned, as the user writes them. */
public final class GivenValues {
    private GivenValues() {}

    /**
     * Reads words NAME=VALUE.
     *
     * @throws IllegalArgumentException if the model has no such column, or the column no such value
     */
    public static Map<String, Object> parse(Console console, Path model, Schema schema, List<String> words) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String word : words) {
            int at = word.indexOf('=');
            console.require(at > 0, "--given must be NAME=VALUE, such as load=3, but is \"%s\"", word);
            String name = word.substring(0, at);
            List<String> names = schema.columns().stream()
                    .filter(c -> c.values().isModelled())
                    .map(Column::name)
                    .toList();
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        model + ": --given: the model has no column \"" + name + "\"; it has " + names);
            }
            console.require(!values.containsKey(name), "--given has two values for %s; leave one out", name);
            values.put(name, value(model, schema, schema.column(name), word.substring(at + 1)));
        }
        return values;
    }

    private static Object value(Path model, Schema schema, Column c, String text) {
        Object value = c.values().isCategory()
                ? text
                : (Object) schema.notation(c.name()).parse(text);
        try {
            if (!Double.isNaN(c.encode(value))) {
                return value;
            }
        } catch (IllegalArgumentException _) {
            // its message is for callers of the library
        }
        throw new IllegalArgumentException(model + ": --given " + c.name() + ": expected "
                + c.values().expected() + " but got " + Finding.quoted(text));
    }

    /** A note for each value beyond the rows of a training, where few draws count. */
    public static List<String> outside(TableModel model, Calibration rows, Map<String, Object> values) {
        List<String> notes = new ArrayList<>();
        List<String> columns = model.columns();
        values.forEach((name, value) -> {
            int j = columns.indexOf(name);
            boolean isOutside = j >= 0
                    && value instanceof Number n
                    && (n.doubleValue() < rows.low(j) || n.doubleValue() > rows.high(j));
            if (isOutside) {
                Column c = model.schema().column(name);
                notes.add("--given " + name + "=" + model.schema().text(c, ((Number) value).doubleValue())
                        + " is outside of the training rows, " + model.schema().text(c, rows.low(j)) + " to "
                        + model.schema().text(c, rows.high(j)) + ": the samples repeat few draws");
            }
        });
        return notes;
    }

    /**
     * The values of all columns on which a model is conditioned, in its order.
     *
     * @throws IllegalArgumentException if one is missing, or there are others
     */
    public static double[] ofAll(Path file, TableModel model, Map<String, Object> values) {
        List<String> names = model.given();
        if (values.size() != names.size() || !values.keySet().containsAll(names)) {
            throw new IllegalArgumentException(file + ": a model of p(y | x) needs the values of x: give --given "
                    + String.join("=…,", names) + "=…" + (values.isEmpty() ? "" : ", not " + values.keySet()));
        }
        return names.stream()
                .mapToDouble(name -> model.schema().column(name).encode(values.get(name)))
                .toArray();
    }

    /** The rows with the given values at their end. */
    public static Rows beside(Rows y, double[] x) {
        int d = y.features();
        double[][] rows = new double[y.size()][d + x.length];
        for (int i = 0; i < rows.length; i++) {
            y.copyRow(i, rows[i], 0);
            System.arraycopy(x, 0, rows[i], d, x.length);
        }
        return Rows.of(rows);
    }
}
