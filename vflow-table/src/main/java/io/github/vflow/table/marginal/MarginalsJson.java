package io.github.vflow.table.marginal;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.Arrays;

/** The distributions of columns as JSON: a list with an object for each column. */
public final class MarginalsJson {
    private MarginalsJson() {}

    /** The list of the columns. */
    public static JsonArray write(Marginals of) {
        return JsonArray.of(of.columns(), MarginalsJson::write);
    }

    private static JsonObject write(Marginal of) {
        return switch (of) {
            case Labels l ->
                JsonObject.builder().put("labels", numbers(l.shares())).build();
            case Numbers n -> write(n);
            case OnCircle c ->
                JsonObject.builder()
                        .put("low", c.low())
                        .put("high", c.high())
                        .put("knots", numbers(c.line().knots()))
                        .put("masses", numbers(c.line().masses()))
                        .build();
        };
    }

    private static JsonObject write(Numbers n) {
        JsonObject.Builder b = JsonObject.builder()
                .put("atoms", numbers(n.atoms()))
                .put("shares", numbers(n.shares()))
                .put("whole", n.isWhole())
                .put("knots", numbers(n.others().knots()))
                .put("masses", numbers(n.others().masses()));
        Repeats repeats = n.repeats();
        if (repeats.numbers().length > 0) {
            b.put("repeats", numbers(repeats.numbers()))
                    .put("rarities", numbers(repeats.rarities()))
                    .put("rarity", repeats.others());
        }
        return b.build();
    }

    private static JsonArray numbers(double[] numbers) {
        return new JsonArray(Arrays.stream(numbers).mapToObj(JsonValue::of).toList());
    }

    /** Reads a list; a JSON or an IllegalArgumentException says what is wrong. */
    public static Marginals read(Field list) {
        return new Marginals(list.list(column -> column.object(MarginalsJson::marginal)));
    }

    private static Marginal marginal(Fields f) {
        if (f.find("labels").isPresent()) {
            return new Labels(doubles(f, "labels"));
        }
        Pieces pieces = new Pieces(doubles(f, "knots"), doubles(f, "masses"));
        return f.find("low")
                .<Marginal>map(low -> new OnCircle(low.number(), f.get("high").number(), pieces))
                .orElseGet(() -> new Numbers(
                        doubles(f, "atoms"),
                        doubles(f, "shares"),
                        pieces,
                        f.get("whole").flag(),
                        repeats(f)));
    }

    private static Repeats repeats(Fields f) {
        return f.find("repeats").isEmpty()
                ? Repeats.none()
                : new Repeats(
                        doubles(f, "repeats"),
                        doubles(f, "rarities"),
                        f.get("rarity").number());
    }

    private static double[] doubles(Fields f, String name) {
        return f.get(name).list(Field::number).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
