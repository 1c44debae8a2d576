package io.github.vflow.flow.io.json;

import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.json.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of columns. */
public final class ColumnSpecJson {
    private static final Kind<ColumnSpec.Real> REAL = new Kind<>("Real", _ -> new ColumnSpec.Real());
    private static final Kind<ColumnSpec.Bounded> BOUNDED = new Kind<>(
            "Bounded",
            c -> new ColumnSpec.Bounded(
                    c.number("low", ColumnSpec.Bounded::low), c.number("high", ColumnSpec.Bounded::high)));
    private static final Kind<ColumnSpec.HeavyTailed> HEAVY_TAILED = new Kind<>(
            "HeavyTailed",
            c -> new ColumnSpec.HeavyTailed(
                    c.number("centre", ColumnSpec.HeavyTailed::centre),
                    c.number("scale", ColumnSpec.HeavyTailed::scale)));
    private static final Kind<ColumnSpec.Circular> CIRCULAR = new Kind<>(
            "Circular",
            c -> new ColumnSpec.Circular(
                    c.number("low", ColumnSpec.Circular::low),
                    c.number("high", ColumnSpec.Circular::high),
                    c.number("cut", ColumnSpec.Circular::cut),
                    c.number("scale", ColumnSpec.Circular::scale)));
    private static final Kind<ColumnSpec.Whole> WHOLE = new Kind<>(
            "Whole",
            c -> new ColumnSpec.Whole(
                    c.number("mean", ColumnSpec.Whole::mean), c.number("scale", ColumnSpec.Whole::scale)));
    private static final Kind<ColumnSpec.Few> FEW = new Kind<>(
            "Few",
            c -> new ColumnSpec.Few(
                    c.wholeLong("low", ColumnSpec.Few::low),
                    c.whole("count", ColumnSpec.Few::count),
                    neighbours(c, ColumnSpec.Few::neighbours)));
    private static final Kind<ColumnSpec.Category> CATEGORY = new Kind<>(
            "Category",
            c -> new ColumnSpec.Category(c.list("labels", ColumnSpec.Category::labels, JsonValue::of, Field::text)));
    private static final Kind<ColumnSpec.Marginal> MARGINAL = new Kind<>(
            "Marginal",
            c -> new ColumnSpec.Marginal(
                    c.record("map", ColumnSpec.Marginal::map, ColumnSpecJson::map),
                    c.component("of", ColumnSpec.Marginal::of, ColumnSpecJson::write, ColumnSpecJson::read)));
    private static final Kind<ColumnSpec.Atom> ATOM = new Kind<>(
            "Atom",
            c -> new ColumnSpec.Atom(
                    atoms(c), c.component("of", ColumnSpec.Atom::of, ColumnSpecJson::write, ColumnSpecJson::read)));
    private static final Kind<ColumnSpec.Listed> LISTED = new Kind<>(
            "Listed",
            c -> new ColumnSpec.Listed(
                    c.list("values", ColumnSpec.Listed::values, JsonValue::of, Field::number),
                    c.flag("areWhole", ColumnSpec.Listed::areWhole),
                    neighbours(c, ColumnSpec.Listed::neighbours)));

    private ColumnSpecJson() {}

    private static MarginalMap map(Components<MarginalMap> c) {
        return new MarginalMap(
                c.list("knots", MarginalMap::knots, JsonValue::of, Field::number),
                c.list("slopes", MarginalMap::slopes, JsonValue::of, Field::number),
                c.number("start", MarginalMap::start));
    }

    /** Files of models that have one atom at most have its "value". */
    private static List<Double> atoms(Components<ColumnSpec.Atom> c) {
        return c.optional("value", _ -> Optional.<Double>empty(), JsonValue::of, Field::number)
                .map(List::of)
                .orElseGet(() -> c.list("values", ColumnSpec.Atom::values, JsonValue::of, Field::number));
    }

    /** Files of earlier versions do not have it: their numbers learn each alone. */
    private static <R> double neighbours(Components<R> c, Function<R, Double> of) {
        return c.optional("neighbours", of.andThen(Optional::of), JsonValue::of, Field::number)
                .orElse(0.0);
    }

    public static JsonObject write(ColumnSpec column) {
        return switch (column) {
            case ColumnSpec.Real r -> REAL.write(r);
            case ColumnSpec.Bounded b -> BOUNDED.write(b);
            case ColumnSpec.HeavyTailed h -> HEAVY_TAILED.write(h);
            case ColumnSpec.Circular o -> CIRCULAR.write(o);
            case ColumnSpec.Whole w -> WHOLE.write(w);
            case ColumnSpec.Few w -> FEW.write(w);
            case ColumnSpec.Listed l -> LISTED.write(l);
            case ColumnSpec.Category k -> CATEGORY.write(k);
            case ColumnSpec.Marginal m -> MARGINAL.write(m);
            case ColumnSpec.Atom a -> ATOM.write(a);
        };
    }

    public static ColumnSpec read(Field f) {
        return Kind.read(
                f, List.of(REAL, BOUNDED, HEAVY_TAILED, CIRCULAR, WHOLE, FEW, LISTED, CATEGORY, MARGINAL, ATOM));
    }
}
