package io.github.vflow.table.schema;

import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A relation as JSON: an object with its rule and the rule's arguments. */
final class RelationJson {
    private static final String LINEAR = "linear";
    private static final String ONE_TO_ONE = "one-to-one";
    private static final String MOMENT = "moment";
    private static final String NEAR = "near";

    private RelationJson() {}

    static Relation relation(Components<Relation> c) {
        String rule = c.text("rule", RelationJson::rule);
        return switch (rule) {
            case LINEAR -> linear(c.part(Relation.Linear.class::cast));
            case ONE_TO_ONE -> oneToOne(c.part(Relation.OneToOne.class::cast));
            case NEAR -> near(c.part(Relation.Near.class::cast));
            case MOMENT -> moment(c.part(Moment.class::cast));
            default ->
                throw new JsonException(
                        "the rule of a relation must be linear, one-to-one, near or moment but is " + rule);
        };
    }

    private static String rule(Relation relation) {
        return switch (relation) {
            case Relation.Linear _ -> LINEAR;
            case Relation.OneToOne _ -> ONE_TO_ONE;
            case Relation.Near _ -> NEAR;
            case Moment _ -> MOMENT;
        };
    }

    private static Relation.Linear linear(Components<Relation.Linear> c) {
        Relation.Digits digits = digits(c.part(Relation.Linear::digits));
        return new Relation.Linear(
                c.records("terms", Relation.Linear::terms, RelationJson::term),
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
                c.record("of", Relation.Near::rule, RelationJson::linear),
                c.flag("least", Relation.Near::isLeast),
                c.flag("whole", Relation.Near::isWhole),
                c.number("share", Relation.Near::share));
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

    static LabelIntervals intervals(Components<LabelIntervals> c) {
        return new LabelIntervals(
                c.text("source", LabelIntervals::source),
                c.records("ranges", LabelIntervals::intervals, RelationJson::interval));
    }

    private static LabelIntervals.Interval interval(Components<LabelIntervals.Interval> c) {
        return new LabelIntervals.Interval(
                c.text("label", LabelIntervals.Interval::label),
                c.number("low", LabelIntervals.Interval::low),
                c.number("high", LabelIntervals.Interval::high));
    }
}
