package io.github.vflow.flow.io.json;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.Kind;
import io.github.vflow.nn.optim.Schedule;
import java.util.List;

/** The learning rate of each step: the kind is the name of the record. */
final class ScheduleJson {
    private static final Kind<Schedule.Constant> CONSTANT =
            new Kind<>("Constant", c -> new Schedule.Constant(c.number("rate", Schedule.Constant::rate)));
    private static final Kind<Schedule.Linear> LINEAR = new Kind<>(
            "Linear",
            c -> new Schedule.Linear(
                    c.number("rate", Schedule.Linear::rate), c.wholeLong("steps", Schedule.Linear::steps)));
    private static final Kind<Schedule.Cosine> COSINE = new Kind<>(
            "Cosine",
            c -> new Schedule.Cosine(
                    c.number("rate", Schedule.Cosine::rate), c.wholeLong("steps", Schedule.Cosine::steps)));
    private static final Kind<Schedule.Exponential> EXPONENTIAL = new Kind<>(
            "Exponential",
            c -> new Schedule.Exponential(
                    c.number("rate", Schedule.Exponential::rate),
                    c.wholeLong("from", Schedule.Exponential::from),
                    c.number("factor", Schedule.Exponential::factor),
                    c.number("floor", Schedule.Exponential::floor)));
    private static final Kind<Schedule.WarmUp> WARM_UP = new Kind<>(
            "WarmUp",
            c -> new Schedule.WarmUp(
                    c.wholeLong("steps", Schedule.WarmUp::steps),
                    c.component("then", Schedule.WarmUp::then, ScheduleJson::write, ScheduleJson::read)));

    private ScheduleJson() {}

    static JsonObject write(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant s -> CONSTANT.write(s);
            case Schedule.Linear s -> LINEAR.write(s);
            case Schedule.Cosine s -> COSINE.write(s);
            case Schedule.Exponential s -> EXPONENTIAL.write(s);
            case Schedule.WarmUp s -> WARM_UP.write(s);
        };
    }

    static Schedule read(Field f) {
        return Kind.read(f, List.of(CONSTANT, LINEAR, COSINE, EXPONENTIAL, WARM_UP));
    }
}
