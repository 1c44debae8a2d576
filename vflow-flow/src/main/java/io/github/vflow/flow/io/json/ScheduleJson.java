package io.github.vflow.flow.io.json;

import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.optim.Schedule;
import java.util.Map;
import java.util.function.Function;

/** The learning rate of each step: first the {@code kind}, which is the name of the record, then its components in their order. */
public final class ScheduleJson {
    private static final Map<String, Function<Fields, Schedule>> KINDS = Map.of(
            "Constant", ScheduleJson::constant,
            "Linear", ScheduleJson::linear,
            "Cosine", ScheduleJson::cosine,
            "Exponential", ScheduleJson::exponential,
            "WarmUp", ScheduleJson::warmUp);

    private ScheduleJson() {}

    public static JsonObject write(Schedule schedule) {
        JsonObject.Builder b = JsonObject.builder();
        switch (schedule) {
            case Schedule.Constant s -> write(s, b);
            case Schedule.Linear s -> write(s, b);
            case Schedule.Cosine s -> write(s, b);
            case Schedule.Exponential s -> write(s, b);
            case Schedule.WarmUp s -> write(s, b);
        }
        return b.build();
    }

    public static Schedule read(Fields f) {
        return f.get("kind").oneOf(KINDS).apply(f);
    }

    private static void write(Schedule.Constant s, JsonObject.Builder b) {
        b.put("kind", "Constant").put("rate", s.rate());
    }

    private static Schedule constant(Fields f) {
        return new Schedule.Constant(f.get("rate").number());
    }

    private static void write(Schedule.Linear s, JsonObject.Builder b) {
        b.put("kind", "Linear").put("rate", s.rate()).put("steps", s.steps());
    }

    private static Schedule linear(Fields f) {
        return new Schedule.Linear(f.get("rate").number(), f.get("steps").wholeLong());
    }

    private static void write(Schedule.Cosine s, JsonObject.Builder b) {
        b.put("kind", "Cosine").put("rate", s.rate()).put("steps", s.steps());
    }

    private static Schedule cosine(Fields f) {
        return new Schedule.Cosine(f.get("rate").number(), f.get("steps").wholeLong());
    }

    private static void write(Schedule.Exponential s, JsonObject.Builder b) {
        b.put("kind", "Exponential")
                .put("rate", s.rate())
                .put("from", s.from())
                .put("factor", s.factor())
                .put("floor", s.floor());
    }

    private static Schedule exponential(Fields f) {
        return new Schedule.Exponential(
                f.get("rate").number(),
                f.get("from").wholeLong(),
                f.get("factor").number(),
                f.get("floor").number());
    }

    private static void write(Schedule.WarmUp s, JsonObject.Builder b) {
        b.put("kind", "WarmUp").put("steps", s.steps()).put("then", write(s.then()));
    }

    private static Schedule warmUp(Fields f) {
        return new Schedule.WarmUp(f.get("steps").wholeLong(), f.get("then").object(ScheduleJson::read));
    }
}
