package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.function.UnaryOperator;

/** The architecture of a mixture: its members and their shares. Custom parts are not in it. */
public final class MixtureSpecJson {
    private MixtureSpecJson() {}

    public static JsonObject write(Spec.Mixture s) {
        return JsonObject.builder()
                .put("members", JsonArray.of(s.members(), RowSpecJson::write))
                .put("shares", JsonArray.of(s.shares(), JsonValue::of))
                .build();
    }

    /** Reads it, with custom parts for each member. */
    public static Spec.Mixture read(Fields f, UnaryOperator<RowSpec> withCustom) {
        return new Spec.Mixture(
                f.get("members").list(m -> withCustom.apply(m.object(RowSpecJson::read))),
                f.get("shares").list(Field::number));
    }
}
