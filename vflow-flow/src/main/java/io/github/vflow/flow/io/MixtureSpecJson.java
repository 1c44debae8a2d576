package io.github.vflow.flow.io;

import io.github.vflow.flow.spec.MixtureSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.function.UnaryOperator;

/** The architecture of a mixture: its members and their shares. Parts of one's own are not in it. */
final class MixtureSpecJson {
    private MixtureSpecJson() {}

    static JsonObject write(MixtureSpec s) {
        return JsonObject.builder()
                .put("members", JsonArray.of(s.members(), RowSpecJson::write))
                .put("shares", JsonArray.of(s.shares(), JsonValue::of))
                .build();
    }

    /** Reads it, with parts of one's own for each member. */
    static MixtureSpec read(Fields f, UnaryOperator<RowSpec> withOwn) {
        return new MixtureSpec(
                f.get("members").list(m -> withOwn.apply(m.object(RowSpecJson::read))),
                f.get("shares").list(Field::number));
    }
}
