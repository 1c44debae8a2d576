package io.github.vflow.table.marginal;

import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The distributions of columns as JSON: a list with an object for each column. */
public final class MarginalsJson {
    private MarginalsJson() {}

    /** The list of the columns. */
    public static JsonArray write(Marginals of) {
        return JsonArray.of(of.columns(), m -> Components.write(m, MarginalsJson::marginal));
    }

    /** Reads a list; a JSON or an IllegalArgumentException says what is wrong. */
    public static Marginals read(Field list) {
        return new Marginals(list.list(column -> column.record(MarginalsJson::marginal)));
    }

    private static Marginal marginal(Components<Marginal> c) {
        Optional<double[]> labels = c.optional(
                "labels",
                m -> m instanceof Labels l ? Optional.of(l.shares()) : Optional.empty(),
                MarginalsJson::written,
                MarginalsJson::doubles);
        Optional<Double> low = c.optional(
                "low",
                m -> m instanceof OnCircle o ? Optional.of(o.low()) : Optional.empty(),
                JsonValue::of,
                Field::number);
        if (low.isPresent()) {
            Components<OnCircle> o = c.part(OnCircle.class::cast);
            return new OnCircle(low.get(), o.number("high", OnCircle::high), pieces(o.part(OnCircle::line)));
        }
        return labels.<Marginal>map(Labels::new).orElseGet(() -> onLine(c.part(OnLine.class::cast)));
    }

    private static Marginal onLine(Components<OnLine> c) {
        double[] atoms = numbers(c, "atoms", OnLine::atoms);
        double[] shares = numbers(c, "shares", OnLine::shares);
        boolean isWhole = c.flag("whole", OnLine::isWhole);
        return new OnLine(
                atoms,
                shares,
                pieces(c.part(OnLine::others)),
                isWhole,
                repeats(c.part(OnLine::repeats)),
                c.record("ranks", OnLine::ranks, MarginalsJson::ranks));
    }

    private static Ranks ranks(Components<Ranks> c) {
        return new Ranks(
                numbers(c, "numbers", Ranks::numbers),
                whole(c, "below", Ranks::below),
                whole(c, "upTo", Ranks::upTo),
                c.whole("rows", Ranks::rows));
    }

    private static int[] whole(Components<Ranks> c, String name, Function<Ranks, int[]> of) {
        return c.component(
                name,
                of,
                n -> new JsonArray(Arrays.stream(n).mapToObj(JsonValue::of).toList()),
                f -> f.list(Field::whole).stream().mapToInt(x -> x).toArray());
    }

    private static Pieces pieces(Components<Pieces> c) {
        return new Pieces(numbers(c, "knots", Pieces::knots), numbers(c, "masses", Pieces::masses));
    }

    private static Repeats repeats(Components<Repeats> c) {
        return c.optional(
                        "repeats",
                        r -> Optional.of(r.numbers()).filter(n -> n.length > 0),
                        MarginalsJson::written,
                        MarginalsJson::doubles)
                .map(n ->
                        new Repeats(n, numbers(c, "rarities", Repeats::rarities), c.number("rarity", Repeats::others)))
                .orElseGet(Repeats::none);
    }

    private static <R> double[] numbers(Components<R> c, String name, Function<R, double[]> of) {
        return c.component(name, of, MarginalsJson::written, MarginalsJson::doubles);
    }

    private static JsonArray written(double[] numbers) {
        return new JsonArray(Arrays.stream(numbers).mapToObj(JsonValue::of).toList());
    }

    private static double[] doubles(Field f) {
        return f.list(Field::number).stream().mapToDouble(x -> x).toArray();
    }
}
