package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;

/** The couplings, which specifications of rows and of images share. */
public final class CouplingSpecJson {
    private CouplingSpecJson() {}

    public static JsonObject write(CouplingSpec s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("components", s.components())
                .build();
    }

    public static CouplingSpec read(Fields f) {
        return new CouplingSpec(
                f.get("kind").choice(CouplingSpec.Kind.class),
                f.get("components").whole());
    }
}
