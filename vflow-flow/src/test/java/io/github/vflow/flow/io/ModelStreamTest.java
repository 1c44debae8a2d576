package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Activation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in a stream is that of a file, with the same checks. */
final class ModelStreamTest {
    private static final RowSpec SPEC = RowSpec.of(2, 1, 1).withConditioner(List.of(3), Activation.TANH);

    @TempDir
    Path dir;

    private static ModelFile example() {
        return new ModelFile(Models.of(SPEC, 5), List.of("a", "ü"), Map.of("data", "t.csv"));
    }

    private static byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        example().write(out);
        return out.toByteArray();
    }

    private static String refused(byte[] bytes) {
        String message = assertThrows(FileFormatException.class, () -> ModelFile.read(new ByteArrayInputStream(bytes)))
                .getMessage();
        assertTrue(message.startsWith("the stream: "), message);
        String rest = message.substring("the stream: ".length());
        assertFalse(rest.contains("the stream"), message);
        return rest;
    }

    @Test
    void theModelComesBackAndTheBytesAreThoseOfAFile() throws IOException {
        Path file = dir.resolve("m.safetensors");
        example().save(file);
        assertArrayEquals(Files.readAllBytes(file), bytes());
        ModelFile back = ModelFile.read(new ByteArrayInputStream(bytes()));
        assertEquals(SPEC, back.model().spec().orElseThrow());
        assertEquals(List.of("a", "ü"), back.columns());
        assertEquals(Map.of("data", "t.csv"), back.notes());
        assertArrayEquals(
                example().model().parameters().values(),
                back.model().parameters().values(),
                0);
    }

    @Test
    void theCallerClosesTheStream() throws IOException {
        boolean[] closed = new boolean[1];
        example().write(new FilterOutputStream(new ByteArrayOutputStream()) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        });
        ModelFile.read(new FilterInputStream(new ByteArrayInputStream(bytes())) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        });
        assertFalse(closed[0]);
    }

    @Test
    void cutAnywhereItIsRefused() throws IOException {
        byte[] whole = bytes();
        for (int n = 0; n < whole.length; n += 7) {
            refused(Arrays.copyOf(whole, n));
        }
        String last = refused(Arrays.copyOf(whole, whole.length - 1));
        assertTrue(
                last.matches("its next part must have \\d+ bytes but has \\d+; it was cut short, so get it again"),
                last);
    }

    @Test
    void theChecksAreThoseOfFiles() throws IOException {
        byte[] flipped = bytes();
        flipped[flipped.length - 1] ^= 1;
        assertTrue(refused(flipped).startsWith("the content must have the CRC-32C "));
        Path file = dir.resolve("m.safetensors");
        example().save(file);
        assertEquals(
                "parameter \"p.0.g\" has NaN at index 1; parameters must be finite, so train again at a lower learning rate",
                refused(Files.readAllBytes(
                        Forgery.of(file).number("p.0.g", 1, Float.NaN).write())));
        example().save(file);
        String missing =
                refused(Files.readAllBytes(Forgery.of(file).without("p.0.g").write()));
        assertTrue(missing.startsWith("no tensor \"p.0.g\"; there are "), missing);
        example().save(file);
        assertEquals(
                "metadata \"spec\": cannot be read (Steps: number must be at least 1 but got 0); the file is damaged or from"
                        + " another version",
                refused(Files.readAllBytes(Forgery.of(file)
                        .replace("spec", "\"number\":1", "\"number\":0")
                        .write())));
    }

    @Test
    void aModelPutTogetherByHandHasNoBytes() {
        ModelFile file = new ModelFile(FlowModel.of(2, Chain.of(), new Parameters()), List.of(), Map.of());
        assertEquals(
                "ModelFile: the model was put together by hand; only a model that is built from a specification has a file",
                assertThrows(IllegalArgumentException.class, () -> file.write(OutputStream.nullOutputStream()))
                        .getMessage());
    }
}
