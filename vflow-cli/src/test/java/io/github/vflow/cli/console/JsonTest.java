package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
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
}
