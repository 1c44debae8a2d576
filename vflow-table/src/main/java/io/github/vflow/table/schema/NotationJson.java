package io.github.vflow.table.schema;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import java.util.Optional;

/** A notation as JSON. */
final class NotationJson {
    private NotationJson() {}

    static JsonObject write(Notation notation) {
        return switch (notation) {
            case Notation.Dates d
            when d.months() > 0 ->
                JsonObject.builder()
                        .put("dates", d.pattern())
                        .put("months", d.months())
                        .build();
            case Notation.Dates d ->
                JsonObject.builder().put("dates", d.pattern()).build();
            case Epoch e -> JsonObject.builder().put("unitsPerDay", e.perDay()).build();
            case Notation.Numbers n ->
                JsonObject.builder()
                        .put("point", String.valueOf(n.point()))
                        .put("group", n.group().map(String::valueOf).orElse(""))
                        .put("before", n.before())
                        .put("after", n.after())
                        .put("parentheses", n.parentheses())
                        .put("fewest", n.fewest())
                        .put("most", n.most())
                        .build();
        };
    }

    static Notation read(Fields f) {
        Optional<Field> dates = f.find("dates");
        if (dates.isPresent()) {
            try {
                return Notation.Dates.of(dates.get().text())
                        .every(f.find("months").map(Field::whole).orElse(0));
            } catch (IllegalArgumentException e) {
                throw new JsonException("the notation of dates is no pattern: " + e.getMessage());
            }
        }
        Optional<Field> units = f.find("unitsPerDay");
        if (units.isPresent()) {
            return new Epoch(units.get().number());
        }
        String point = f.get("point").text();
        String group = f.get("group").text();
        if (point.length() != 1 || group.length() > 1) {
            throw new JsonException(
                    "a notation must have one decimal sign and at most one sign between groups but has \"" + point
                            + "\" and \"" + group + "\"");
        }
        return new Notation.Numbers(
                point.charAt(0),
                group.chars().mapToObj(c -> (char) c).findFirst(),
                f.get("before").text(),
                f.get("after").text(),
                f.get("parentheses").flag(),
                f.get("fewest").whole(),
                f.get("most").whole());
    }
}
