package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records become JSON. */
final class JsonTest {
    record Part(double float32Error, @Nullable String note) {}

    record Whole(Path modelFile, boolean passed, double mean, double standardError, List<Part> theParts) {}

    @Test
    void keysAreSnakeCaseInTheOrderOfTheRecord() {
        Whole whole = new Whole(
                Path.of("a b.safetensors"),
                true,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                List.of(new Part(0.5, null), new Part(1e-9, "ü")));
        assertEquals(
                "{\"model_file\":\"a b.safetensors\",\"passed\":true,\"mean\":null,\"standard_error\":null,\"the_parts\":["
                        + "{\"float32_error\":0.5,\"note\":null},{\"float32_error\":1.0E-9,\"note\":\"ü\"}]}",
                Json.of(whole));
    }

    enum Kind {
        FIRST_ONE
    }

    record Values(
            long seed,
            int n,
            Kind aKind,
            Map<String, Double> byName,
            @Nullable Integer label,
            List<Path> files) {}

    /** Keys of maps are names of the user's, so they stay as they are. */
    @Test
    void eachTypeHasItsForm() {
        Values values =
                new Values(Long.MIN_VALUE, 3, Kind.FIRST_ONE, Map.of("p.stepOne", 1e9), 7, List.of(Path.of("a", "b")));
        assertEquals(
                "{\"seed\":-9223372036854775808,\"n\":3,\"a_kind\":\"FIRST_ONE\",\"by_name\":{\"p.stepOne\":1.0E9},"
                        + "\"label\":7,\"files\":[\"" + Path.of("a", "b") + "\"]}",
                Json.of(values));
    }

    @Test
    void factsAreAnObjectInTheirOrderAndLines() {
        Facts facts = new Facts()
                .put("b", null)
                .put("a", List.of(new Facts().put("n", 1)))
                .line("%d rows", 1)
                .line("100 %");
        assertEquals("{\"b\":null,\"a\":[{\"n\":1}]}", Json.of(facts));
        assertEquals("1 rows\n100 %", facts.text());
    }

    record Stranger(Object object) {}

    @Test
    void aTypeWithoutAFormIsAnError() {
        Stranger stranger = new Stranger(new AtomicInteger());
        assertEquals(
                "Json: a component must be a record, collection, map, text, path, constant, flag, int, long or double but is"
                        + " of class java.util.concurrent.atomic.AtomicInteger; add its case",
                assertThrows(IllegalArgumentException.class, () -> Json.of(stranger))
                        .getMessage());
    }
}
