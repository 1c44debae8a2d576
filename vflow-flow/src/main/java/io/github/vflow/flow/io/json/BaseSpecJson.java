package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.Kind;
import java.util.List;

/** The base distributions that specifications name. */
final class BaseSpecJson {
    private static final Kind<BaseSpec.Normal> NORMAL = new Kind<>("Normal", _ -> new BaseSpec.Normal());
    private static final Kind<BaseSpec.Student> STUDENT = new Kind<>(
            "Student",
            c -> new BaseSpec.Student(
                    c.number("freedom", BaseSpec.Student::freedom), c.flag("trained", BaseSpec.Student::trained)));
    private static final Kind<BaseSpec.Mixture> MIXTURE =
            new Kind<>("Mixture", c -> new BaseSpec.Mixture(c.whole("components", BaseSpec.Mixture::components)));

    private BaseSpecJson() {}

    static JsonObject write(BaseSpec base) {
        return switch (base) {
            case BaseSpec.Normal n -> NORMAL.write(n);
            case BaseSpec.Student s -> STUDENT.write(s);
            case BaseSpec.Mixture m -> MIXTURE.write(m);
        };
    }

    static BaseSpec read(Field f) {
        return Kind.read(f, List.of(NORMAL, STUDENT, MIXTURE));
    }
}
