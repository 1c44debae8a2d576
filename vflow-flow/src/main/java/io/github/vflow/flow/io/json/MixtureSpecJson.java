package io.github.vflow.flow.io.json;

import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;

/** The architecture of a mixture: its members, their shares, and its tilt. */
public final class MixtureSpecJson {
    private MixtureSpecJson() {}

    public static Spec.Mixture spec(Components<Spec.Mixture> c) {
        return new Spec.Mixture(
                c.records("members", Spec.Mixture::members, RowSpecJson::spec),
                c.list("shares", Spec.Mixture::shares, JsonValue::of, Field::number),
                c.optional(
                        "tilt",
                        Spec.Mixture::tilt,
                        t -> Components.write(t, MixtureSpecJson::tilt),
                        f -> f.record(MixtureSpecJson::tilt)));
    }

    private static TiltSpec tilt(Components<TiltSpec> c) {
        return new TiltSpec(
                c.records("columns", TiltSpec::columns, MixtureSpecJson::column),
                c.number("most", TiltSpec::most),
                c.number("logMean", TiltSpec::logMean),
                c.number("error", TiltSpec::error));
    }

    private static TiltSpec.OfColumn column(Components<TiltSpec.OfColumn> c) {
        return new TiltSpec.OfColumn(
                c.whole("feature", TiltSpec.OfColumn::feature),
                c.list("edges", TiltSpec.OfColumn::edges, JsonValue::of, Field::number),
                c.list("heights", TiltSpec.OfColumn::heights, JsonValue::of, Field::number));
    }
}
