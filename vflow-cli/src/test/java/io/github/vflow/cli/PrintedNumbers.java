package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The table {@code printed-numbers.txt}: each number of the JSON of each command, with the test that computes it in another way. {@link Run}
 * looks at the output of every command of every test, so a number without a row fails the first test that prints it. By night
 * {@link PrintedNumbersTest} makes each number wrong, and its test has to fail.
 */
final class PrintedNumbers {
    /** Names the number that {@link #withFault} makes wrong: a command and a path, as a row of the table does. */
    static final String FAULT = "vflow.printed.fault";

    private static final double FACTOR = 1.1;

    private static final List<Row> ROWS = read();

    private PrintedNumbers() {}

    /**
     * A number of a command.
     *
     * @param command that prints it
     * @param path of its keys, with {@code []} for items and {@code *} for a key that the data name, {@code **} for all below
     * @param test class and method that computes it in another way, or the reason why none does, in brackets
     * @param factor of the fault that the test has to find: greater for a number that is an estimate
     */
    record Row(String command, String path, String test, double factor) {
        private boolean names(String someCommand, String somePath) {
            String keys = Pattern.quote(path).replace("**", "\\E.+\\Q").replace("*", "\\E[^.]*\\Q");
            return command.equals(someCommand) && somePath.matches(keys);
        }

        Optional<String> reason() {
            return test.startsWith("(") ? Optional.of(test) : Optional.empty();
        }

        @Override
        public String toString() {
            return command + " " + path;
        }
    }

    static List<Row> rows() {
        return ROWS;
    }

    private static List<Row> read() {
        try (var in = PrintedNumbers.class.getResourceAsStream("/printed-numbers.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(l -> l.split("\\s*\\|\\s*", -1))
                    .flatMap(fields -> List.of(fields[1].split(" ", -1)).stream()
                            .map(path -> new Row(
                                    fields[0],
                                    path,
                                    fields[2],
                                    fields.length > 3 ? Double.parseDouble(fields[3]) : FACTOR)))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("no table of printed numbers", e);
        }
    }

    /** Checks that each number of an output has a row. */
    static void check(String command, String out) {
        Set<String> missing = new TreeSet<>();
        changed(out, (path, number) -> {
            if (first(command, path).isEmpty()) {
                missing.add(command + " " + path);
            }
            return number;
        });
        assertEquals(
                Set.of(),
                missing,
                "numbers without a row in printed-numbers.txt: say which test computes each in another way");
    }

    /** The output with the number of {@link #FAULT} made wrong: a whole number is greater by 1, another one by a tenth. */
    static String withFault(String command, String out) {
        String fault = System.getProperty(FAULT, "");
        if (!fault.startsWith(command + " ")) {
            return out;
        }
        Row row = ROWS.stream()
                .filter(r -> r.toString().equals(fault))
                .findFirst()
                .orElseThrow();
        return changed(
                out,
                (path, number) -> first(command, path).equals(Optional.of(row)) ? wrong(number, row.factor) : number);
    }

    /** The first row that has a number. */
    private static Optional<Row> first(String command, String path) {
        return ROWS.stream().filter(r -> r.names(command, path)).findFirst();
    }

    private static JsonValue wrong(JsonNumber number, double factor) {
        if (number.toLong().isPresent()) {
            return JsonValue.of(number.toLong().getAsLong() + 1);
        }
        double value = number.toDouble();
        return JsonValue.of(value == 0 ? factor - 1 : value * factor);
    }

    private static String changed(String out, BiFunction<String, JsonNumber, JsonValue> to) {
        if (!out.startsWith("{") || out.strip().lines().count() != 1) {
            return out;
        }
        return changed("", JsonValue.parse(out), to) + System.lineSeparator();
    }

    private static JsonValue changed(String path, JsonValue value, BiFunction<String, JsonNumber, JsonValue> to) {
        return switch (value) {
            case JsonNumber number -> to.apply(path, number);
            case JsonArray array -> JsonArray.of(array.items(), item -> changed(path + "[]", item, to));
            case JsonObject object -> {
                JsonObject.Builder b = JsonObject.builder();
                object.fields()
                        .forEach((key, field) ->
                                b.put(key, changed(path.isEmpty() ? key : path + "." + key, field, to)));
                yield b.build();
            }
            default -> value;
        };
    }
}
