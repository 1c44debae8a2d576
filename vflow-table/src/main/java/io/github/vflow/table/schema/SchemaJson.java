package io.github.vflow.table.schema;

import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema as JSON: a list of columns, each an object with its name, its kind, and the arguments of the kind. */
final class SchemaJson {
    private SchemaJson() {}

    static JsonValue write(Schema schema) {
        return JsonArray.of(schema.columns(), c -> write(c, schema.notation(c.name())));
    }

    private static JsonValue write(Column column, Notation notation) {
        JsonObject.Builder b = JsonObject.builder()
                .put("name", column.name())
                .put("kind", column instanceof Derived ? "derived" : column.kindWord());
        switch (column) {
            case Real _, Whole _ -> {
                if (!column.atoms().isEmpty()) {
                    b.put("atoms", JsonArray.of(column.atoms(), JsonValue::of));
                }
            }
            case HeavyTailed _, Ignored _ -> {}
            case Bounded c -> b.put("low", c.low()).put("high", c.high());
            case Column.Circular c -> b.put("low", c.low()).put("high", c.high());
            case Category c -> {
                b.put("labels", JsonArray.of(c.kind().labels(), JsonValue::of));
                c.other().ifPresent(label -> b.put("other", label));
                c.intervals().ifPresent(intervals -> b.put("intervals", RelationJson.write(intervals)));
            }
            case Constant c -> b.put("value", c.value());
            case Derived c -> b.put("of", write(c.of(), Notation.PLAIN)).put("by", RelationJson.write(c.by()));
        }
        return notation.equals(Notation.PLAIN)
                ? b.build()
                : b.put("notation", NotationJson.write(notation)).build();
    }

    static Schema read(JsonValue json) {
        Map<String, Notation> notations = new HashMap<>();
        return new Schema(Field.root(json).list(f -> f.object(c -> column(c, notations))), notations);
    }

    private static Column column(Fields f, Map<String, Notation> notations) {
        String name = f.get("name").text();
        f.find("notation").ifPresent(n -> notations.put(name, n.object(NotationJson::read)));
        return switch (f.get("kind").text()) {
            case "real" -> Column.real(name).withAtoms(atoms(f));
            case "bounded" ->
                Column.bounded(name, f.get("low").number(), f.get("high").number());
            case "circular" ->
                new Column.Circular(name, f.get("low").number(), f.get("high").number());
            case "heavy-tailed" -> Column.heavyTailed(name);
            case "whole" -> Column.whole(name).withAtoms(atoms(f));
            case "category" -> {
                List<String> labels = f.get("labels").list(Field::text);
                Optional<String> other = f.find("other").map(Field::text);
                yield new Category(
                        name,
                        new ColumnSpec.Category(labels),
                        other,
                        f.find("intervals").map(s -> s.object(RelationJson::intervals)));
            }
            case "constant" -> Column.constant(name, f.get("value").text());
            case "derived" ->
                Column.derived(
                        f.get("of").object(of -> column(of, notations)),
                        f.get("by").object(RelationJson::read));
            case "ignored" -> Column.ignored(name);
            default ->
                throw new JsonException("the kind of column \"" + name
                        + "\" must be real, bounded, circular, heavy-tailed, whole, category, constant, derived or ignored but is "
                        + f.get("kind").text());
        };
    }

    /** Files of columns with one atom at most have "atom". */
    private static List<Double> atoms(Fields f) {
        return f.find("atom")
                .map(a -> List.of(a.number()))
                .orElseGet(() -> f.find("atoms").map(a -> a.list(Field::number)).orElse(List.of()));
    }
}
