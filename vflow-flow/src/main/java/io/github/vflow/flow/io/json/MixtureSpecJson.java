package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;

/** The architecture of a mixture: its members and their shares. Custom parts are not in it. */
public final class MixtureSpecJson {
    private MixtureSpecJson() {}

    public static Spec.Mixture spec(Components<Spec.Mixture> c) {
        return new Spec.Mixture(
                c.records("members", Spec.Mixture::members, RowSpecJson::spec),
                c.list("shares", Spec.Mixture::shares, JsonValue::of, Field::number));
    }
}
