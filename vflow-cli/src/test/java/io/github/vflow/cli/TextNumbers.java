package io.github.vflow.cli;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers in the text of a command are those of its JSON, rounded as they are written. */
final class TextNumbers {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])−?\\d[\\d,]*(?:\\.(\\d+))?(e[-+]\\d+)?( %)?");

    private final List<Double> numbers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    private TextNumbers() {}

    /** The numbers of a text that no number of the JSON is, each with the words around it. */
    static List<String> unknown(String text, JsonNode json, List<Double> derived) {
        TextNumbers known = new TextNumbers();
        known.collect(json.value());
        known.numbers.addAll(derived);
        String rest = text;
        for (String told : known.texts.stream()
                .filter(t -> t.length() > 1)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            rest = rest.replace(told, "…");
        }
        List<String> unknown = new ArrayList<>();
        Matcher m = NUMBER.matcher(rest);
        while (m.find()) {
            if (!known.has(m)) {
                unknown.add(rest.substring(Math.max(0, m.start() - 30), Math.min(rest.length(), m.end() + 20))
                        .replace('\n', '/'));
            }
        }
        return unknown;
    }

    private void collect(JsonValue value) {
        switch (value) {
            case JsonNumber number -> numbers.add(number.toDouble());
            case JsonText text -> texts.add(text.text());
            case JsonArray array -> {
                numbers.add((double) array.items().size());
                array.items().forEach(this::collect);
            }
            case JsonObject object ->
                object.fields().forEach((key, field) -> {
                    texts.add(key);
                    collect(field);
                });
            default -> {}
        }
    }

    private boolean has(Matcher m) {
        String digits = m.group().replace('−', '-').replace(",", "").replace(" %", "");
        double written = Double.parseDouble(digits);
        int decimals = m.group(1) == null ? 0 : m.group(1).length();
        double unit = m.group(2) == null
                ? 1
                : Math.pow(10, Integer.parseInt(m.group(2).substring(1).replace("+", "")));
        double tolerance = 0.5 * Math.pow(10, -decimals) * unit * (1 + 1e-9);
        double factor = m.group(3) == null ? 1 : 100;
        return numbers.stream().anyMatch(v -> Math.abs(factor * v - written) <= tolerance);
    }
}
