package io.github.vflow.table.schema;

import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A schema as JSON: a list of columns, each an object with its name, its kind, the arguments of the kind, and a notation if it is not plain. */
final class SchemaJson {
    private static final String LINEAR = "linear";
    private static final String ONE_TO_ONE = "one-to-one";
    private static final String MOMENT = "moment";
    private static final String NEAR = "near";
    private static final String GRID = "grid";

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
                        b.record("by", LeftOutKind.Derived::by, SchemaJson::relation));
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
                        i -> Components.write(i, SchemaJson::intervals),
                        f -> f.record(SchemaJson::intervals)));
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

    /** An object with the rule of a relation, and the arguments of the rule. */
    private static Relation relation(Components<Relation> c) {
        String rule = c.text("rule", SchemaJson::rule);
        return switch (rule) {
            case LINEAR -> linear(c.part(Relation.Linear.class::cast));
            case ONE_TO_ONE -> oneToOne(c.part(Relation.OneToOne.class::cast));
            case NEAR -> near(c.part(Relation.Near.class::cast));
            case GRID -> grid(c.part(NumberGrid.class::cast));
            case MOMENT -> moment(c.part(Moment.class::cast));
            default ->
                throw new JsonException(
                        "the rule of a relation must be linear, one-to-one, near, grid or moment but is " + rule);
        };
    }

    private static String rule(Relation relation) {
        return switch (relation) {
            case Relation.Linear _ -> LINEAR;
            case Relation.OneToOne _ -> ONE_TO_ONE;
            case Relation.Near _ -> NEAR;
            case NumberGrid _ -> GRID;
            case Moment _ -> MOMENT;
        };
    }

    private static Relation.Linear linear(Components<Relation.Linear> c) {
        Relation.Digits digits = digits(c.part(Relation.Linear::digits));
        return new Relation.Linear(
                c.records("terms", Relation.Linear::terms, SchemaJson::term),
                c.number("offset", Relation.Linear::offset),
                digits,
                c.flag("rounded", Relation.Linear::isRounded));
    }

    private static Relation.Term term(Components<Relation.Term> c) {
        String column = c.text("column", Relation.Term::column);
        Relation.Digits digits = digits(c.part(Relation.Term::digits));
        return new Relation.Term(column, c.number("weight", Relation.Term::weight), digits);
    }

    private static Relation.Digits digits(Components<Relation.Digits> c) {
        return new Relation.Digits(
                c.whole("decimals", Relation.Digits::decimals), c.whole("significant", Relation.Digits::significant));
    }

    private static Relation.OneToOne oneToOne(Components<Relation.OneToOne> c) {
        return new Relation.OneToOne(
                c.text("source", Relation.OneToOne::source),
                c.list("from", Relation.OneToOne::from, JsonValue::of, Field::number),
                c.list("to", Relation.OneToOne::to, JsonValue::of, Field::number));
    }

    private static Relation.Near near(Components<Relation.Near> c) {
        return new Relation.Near(
                c.text("column", Relation.Near::column),
                c.record("of", Relation.Near::rule, SchemaJson::linear),
                c.flag("least", Relation.Near::isLeast),
                c.flag("whole", Relation.Near::isWhole),
                c.number("share", Relation.Near::share),
                c.optional(
                                "less",
                                n -> n.less() > 0 ? Optional.of(n.less()) : Optional.empty(),
                                JsonValue::of,
                                Field::number)
                        .orElse(0.0));
    }

    private static NumberGrid grid(Components<NumberGrid> c) {
        return new NumberGrid(
                c.text("column", NumberGrid::column),
                c.number("step", NumberGrid::step),
                c.flag("wide", NumberGrid::isWide),
                c.number("share", NumberGrid::share));
    }

    private static Moment moment(Components<Moment> c) {
        String column = c.text("column", Moment::column);
        List<Moment.Season> seasons = c.list(
                "seasons",
                m -> m.seasons().stream()
                        .sorted(Comparator.comparing(Moment.Season::word))
                        .toList(),
                s -> JsonValue.of(s.word()),
                f -> constant(Moment.Season.values(), f, "a season must be month, weekday or hour but is "));
        return new Moment(
                column,
                Set.copyOf(seasons),
                c.flag("centred", Moment::isCentred),
                c.component(
                        "trend",
                        Moment::trend,
                        t -> JsonValue.of(t.name().toLowerCase(Locale.ROOT)),
                        f -> constant(Moment.Trend.values(), f, "a trend must be days, years or none but is ")));
    }

    private static <E extends Enum<E>> E constant(E[] all, Field f, String must) {
        return Arrays.stream(all)
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(f.text()))
                .findFirst()
                .orElseThrow(() -> new JsonException(must + f.text()));
    }

    private static LabelIntervals intervals(Components<LabelIntervals> c) {
        return new LabelIntervals(
                c.text("source", LabelIntervals::source),
                c.records("ranges", LabelIntervals::intervals, SchemaJson::interval));
    }

    private static LabelIntervals.Interval interval(Components<LabelIntervals.Interval> c) {
        return new LabelIntervals.Interval(
                c.text("label", LabelIntervals.Interval::label),
                c.number("low", LabelIntervals.Interval::low),
                c.number("high", LabelIntervals.Interval::high));
    }
}
