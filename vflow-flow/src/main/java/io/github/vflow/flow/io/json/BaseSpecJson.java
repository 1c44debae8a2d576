package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** The base distributions that specifications name. */
public final class BaseSpecJson {
    private static final String NORMAL = "Normal";
    private static final String STUDENT = "Student";
    private static final String MIXTURE = "Mixture";
    private static final Map<String, Function<Fields, BaseSpec>> KINDS = Map.of(
            NORMAL, _ -> new BaseSpec.Normal(),
            STUDENT,
                    f -> new BaseSpec.Student(
                            f.get("freedom").number(), f.get("trained").flag()),
            MIXTURE, f -> new BaseSpec.Mixture(f.get("components").whole()));

    private BaseSpecJson() {}

    public static JsonObject write(BaseSpec base) {
        return switch (base) {
            case BaseSpec.Normal _ -> JsonObject.builder().put("kind", NORMAL).build();
            case BaseSpec.Student s ->
                JsonObject.builder()
                        .put("kind", STUDENT)
                        .put("freedom", s.freedom())
                        .put("trained", s.trained())
                        .build();
            case BaseSpec.Mixture m ->
                JsonObject.builder()
                        .put("kind", MIXTURE)
                        .put("components", m.components())
                        .build();
        };
    }

    public static BaseSpec read(Fields f) {
        Function<Fields, BaseSpec> reader = f.get("kind").oneOf(KINDS);
        return reader.apply(f);
    }
}
