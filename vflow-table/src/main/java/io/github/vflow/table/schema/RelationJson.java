package io.github.vflow.table.schema;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** A relation as JSON: an object with its rule and the rule's arguments. */
final class RelationJson {
    private static final String LINEAR = "linear";
    private static final String ONE_TO_ONE = "one-to-one";
    private static final String MOMENT = "moment";
    private static final String NEAR = "near";

    private RelationJson() {}

    static JsonValue write(Relation relation) {
        return switch (relation) {
            case Relation.Linear r -> linear(JsonObject.builder().put("rule", LINEAR), r);
            case Relation.OneToOne r ->
                JsonObject.builder()
                        .put("rule", ONE_TO_ONE)
                        .put("source", r.source())
                        .put("from", JsonArray.of(r.from(), JsonValue::of))
                        .put("to", JsonArray.of(r.to(), JsonValue::of))
                        .build();
            case Relation.Near r ->
                JsonObject.builder()
                        .put("rule", NEAR)
                        .put("column", r.column())
                        .put("of", linear(JsonObject.builder(), r.rule()))
                        .put("least", r.isLeast())
                        .put("whole", r.isWhole())
                        .put("share", r.share())
                        .build();
            case Moment r ->
                JsonObject.builder()
                        .put("rule", MOMENT)
                        .put("column", r.column())
                        .put(
                                "seasons",
                                JsonArray.of(
                                        r.seasons().stream()
                                                .map(Moment.Season::word)
                                                .sorted()
                                                .toList(),
                                        JsonValue::of))
                        .put("centred", r.isCentred())
                        .put("trend", r.trend().name().toLowerCase(Locale.ROOT))
                        .build();
        };
    }

    static JsonValue write(LabelIntervals intervals) {
        return JsonObject.builder()
                .put("source", intervals.source())
                .put(
                        "ranges",
                        JsonArray.of(
                                intervals.intervals(),
                                i -> JsonObject.builder()
                                        .put("label", i.label())
                                        .put("low", i.low())
                                        .put("high", i.high())
                                        .build()))
                .build();
    }

    static LabelIntervals intervals(Fields f) {
        return new LabelIntervals(
                f.get("source").text(),
                f.get("ranges")
                        .list(i -> i.object(o -> new LabelIntervals.Interval(
                                o.get("label").text(),
                                o.get("low").number(),
                                o.get("high").number()))));
    }

    private static JsonValue linear(JsonObject.Builder b, Relation.Linear r) {
        return digits(b, r.digits())
                .put("terms", JsonArray.of(r.terms(), RelationJson::write))
                .put("offset", r.offset())
                .put("rounded", r.isRounded())
                .build();
    }

    private static JsonValue write(Relation.Term term) {
        return digits(JsonObject.builder().put("column", term.column()), term.digits())
                .put("weight", term.weight())
                .build();
    }

    private static JsonObject.Builder digits(JsonObject.Builder b, Relation.Digits digits) {
        return b.put("decimals", digits.decimals()).put("significant", digits.significant());
    }

    static Relation read(Fields f) {
        String rule = f.get("rule").text();
        return switch (rule) {
            case LINEAR -> linear(f);
            case NEAR ->
                new Relation.Near(
                        f.get("column").text(),
                        f.get("of").object(RelationJson::linear),
                        f.get("least").flag(),
                        f.get("whole").flag(),
                        f.get("share").number());
            case ONE_TO_ONE ->
                new Relation.OneToOne(
                        f.get("source").text(),
                        f.get("from").list(Field::number),
                        f.get("to").list(Field::number));
            case MOMENT ->
                new Moment(
                        f.get("column").text(),
                        Set.copyOf(f.get("seasons").list(RelationJson::season)),
                        f.get("centred").flag(),
                        trend(f.get("trend")));
            default ->
                throw new JsonException(
                        "the rule of a relation must be linear, one-to-one, near or moment but is " + rule);
        };
    }

    private static Relation.Linear linear(Fields f) {
        return new Relation.Linear(
                f.get("terms").list(t -> t.object(RelationJson::term)),
                f.get("offset").number(),
                digits(f),
                f.get("rounded").flag());
    }

    private static Moment.Trend trend(Field f) {
        return Arrays.stream(Moment.Trend.values())
                .filter(t -> t.name().equalsIgnoreCase(f.text()))
                .findFirst()
                .orElseThrow(() -> new JsonException("a trend must be days, years or none but is " + f.text()));
    }

    private static Moment.Season season(Field f) {
        return Arrays.stream(Moment.Season.values())
                .filter(s -> s.word().equals(f.text()))
                .findFirst()
                .orElseThrow(() -> new JsonException("a season must be month, weekday or hour but is " + f.text()));
    }

    private static Relation.Term term(Fields f) {
        return new Relation.Term(f.get("column").text(), f.get("weight").number(), digits(f));
    }

    private static Relation.Digits digits(Fields f) {
        return new Relation.Digits(
                f.get("decimals").whole(), f.get("significant").whole());
    }
}
