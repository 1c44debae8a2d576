package io.github.vflow.table.schema;

import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema as JSON: a list of columns, each an object with its name, its kind, the arguments of the kind, and a notation if it is not plain. */
final class SchemaJson {
    private SchemaJson() {}

    static JsonValue write(Schema schema) {
        return JsonArray.of(
                schema.columns(), c -> Components.write(new Noted(c, schema.notation(c.name())), SchemaJson::noted));
    }

    static Schema read(JsonValue json) {
        Map<String, Notation> notations = new HashMap<>();
        List<Column> columns = Field.root(json).list(f -> {
            Noted read = f.record(SchemaJson::noted);
            notations.put(read.column.name(), read.notation);
            return read.column;
        });
        notations.values().removeIf(Notation.PLAIN::equals);
        return new Schema(columns, notations);
    }

    private record Noted(Column column, Notation notation) {}

    private static Noted noted(Components<Noted> c) {
        Column column = column(c.part(Noted::column));
        return new Noted(
                column,
                c.optional(
                                "notation",
                                n -> Optional.of(n.notation).filter(of -> !of.equals(Notation.PLAIN)),
                                of -> Components.write(of, SchemaJson::notation),
                                f -> f.record(SchemaJson::notation))
                        .orElse(Notation.PLAIN));
    }

    private static Column column(Components<Column> c) {
        String name = c.text("name", Column::name);
        String kind = c.text("kind", of -> of instanceof LeftOutKind.Derived ? "derived" : of.kindWord());
        return switch (kind) {
            case "real" -> Column.real(name).withAtoms(atoms(c));
            case "bounded" -> {
                Components<NumericKind.Bounded> b = c.part(NumericKind.Bounded.class::cast);
                yield Column.bounded(
                        name, b.number("low", NumericKind.Bounded::low), b.number("high", NumericKind.Bounded::high));
            }
            case "circular" -> {
                Components<NumericKind.Circle> b = c.part(NumericKind.Circle.class::cast);
                yield new Column.Circular(
                        name, b.number("low", NumericKind.Circle::low), b.number("high", NumericKind.Circle::high));
            }
            case "heavy-tailed" -> Column.heavyTailed(name);
            case "whole" -> Column.whole(name).withAtoms(atoms(c));
            case "category" -> category(name, c.part(Category.class::cast));
            case "constant" -> Column.constant(name, c.text("value", of -> ((LeftOutKind.Constant) of).value()));
            case "derived" -> {
                Components<LeftOutKind.Derived> b = c.part(LeftOutKind.Derived.class::cast);
                yield Column.derived(
                        b.record("of", LeftOutKind.Derived::of, SchemaJson::column),
                        b.record("by", LeftOutKind.Derived::by, RelationJson::relation));
            }
            case "ignored" -> Column.ignored(name);
            default ->
                throw new JsonException("the kind of column \"" + name
                        + "\" must be real, bounded, circular, heavy-tailed, whole, category, constant, derived or ignored but is "
                        + kind);
        };
    }

    private static Category category(String name, Components<Category> c) {
        return new Category(
                name,
                new ColumnSpec.Category(c.list("labels", Category::labels, JsonValue::of, Field::text)),
                c.optional("other", Category::other, JsonValue::of, Field::text),
                c.optional(
                        "intervals",
                        Category::intervals,
                        i -> Components.write(i, RelationJson::intervals),
                        f -> f.record(RelationJson::intervals)));
    }

    /** Files of columns with one atom at most have "atom". */
    private static List<Double> atoms(Components<Column> c) {
        Optional<Double> one = c.optional("atom", _ -> Optional.empty(), JsonValue::of, Field::number);
        Optional<List<Double>> all = c.optional(
                "atoms",
                of -> Optional.of(of.atoms()).filter(atoms -> !atoms.isEmpty()),
                atoms -> JsonArray.of(atoms, JsonValue::of),
                f -> f.list(Field::number));
        return one.map(List::of).or(() -> all).orElse(List.of());
    }

    private static Notation notation(Components<Notation> c) {
        Optional<String> dates = c.optional(
                "dates",
                n -> n instanceof Notation.Dates d ? Optional.of(d.pattern()) : Optional.empty(),
                JsonValue::of,
                Field::text);
        if (dates.isPresent()) {
            return dates(dates.get(), c.part(Notation.Dates.class::cast));
        }
        return c.optional(
                        "unitsPerDay",
                        n -> n instanceof Notation.Epoch e ? Optional.of(e.perDay()) : Optional.empty(),
                        JsonValue::of,
                        Field::number)
                .<Notation>map(Notation.Epoch::new)
                .orElseGet(() -> numbers(c.part(Notation.Numbers.class::cast)));
    }

    private static Notation dates(String pattern, Components<Notation.Dates> c) {
        int months = c.optional("months", d -> Optional.of(d.months()).filter(n -> n > 0), JsonValue::of, Field::whole)
                .orElse(0);
        try {
            return Notation.Dates.of(pattern).every(months);
        } catch (IllegalArgumentException e) {
            throw new JsonException("the notation of dates is no pattern: " + e.getMessage());
        }
    }

    private static Notation numbers(Components<Notation.Numbers> c) {
        String point = c.text("point", n -> String.valueOf(n.point()));
        String group = c.text("group", n -> n.group().map(String::valueOf).orElse(""));
        if (point.length() != 1 || group.length() > 1) {
            throw new JsonException(
                    "a notation must have one decimal sign and at most one sign between groups but has \"" + point
                            + "\" and \"" + group + "\"");
        }
        return new Notation.Numbers(
                point.charAt(0),
                group.chars().mapToObj(g -> (char) g).findFirst(),
                c.text("before", Notation.Numbers::before),
                c.text("after", Notation.Numbers::after),
                c.flag("parentheses", Notation.Numbers::parentheses),
                c.whole("fewest", Notation.Numbers::fewest),
                c.whole("most", Notation.Numbers::most));
    }
}
