package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file keeps the bits of calibration scores, and refuses those that are none. */
final class CalibratedFileTest {
    private static final ModelFile PLAIN =
            new ModelFile(Models.of(RowSpec.of(2, 0, 1), 5), List.of("a", "b"), Map.of("data", "t.csv"));
    private static final Calibration SCORES = Calibration.of(
            new double[] {-1 / 3.0, Double.NEGATIVE_INFINITY, 0.1},
            new double[] {0.1, Double.NaN},
            new double[] {0.3, Double.NaN});

    @TempDir
    Path dir;

    @Test
    void theBitsComeBack() throws IOException {
        Path file = dir.resolve("m.safetensors");
        PLAIN.save(file);
        assertEquals(Optional.empty(), ModelFile.load(file).calibration());
        PLAIN.withCalibration(SCORES).save(file);
        ModelFile back = ModelFile.load(file);
        assertEquals(Optional.of(SCORES), back.calibration());
        assertEquals(PLAIN.notes(), back.notes());
    }

    @Test
    void whatIsNoCalibrationIsRefused() throws IOException {
        assertEquals(
                "ModelFile: the calibration must be of rows of 2 numbers but is of 1; calibrate with rows of the model",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PLAIN.withCalibration(
                                        Calibration.of(new double[] {1}, new double[] {1}, new double[] {1})))
                        .getMessage());
        assertTrue(refused(new double[] {1, Double.NaN}, Shape.of(2, 2)).contains("one is NaN; score the rows"));
        assertTrue(refused(new double[] {1}, Shape.of(4)).contains("\"calibration.ranges\" must have shape [2, 2]"));
    }

    private String refused(double[] scores, Shape ranges) throws IOException {
        Path file = dir.resolve("m.safetensors");
        PLAIN.save(file);
        SafeTensors whole = SafeTensors.read(file);
        SafeTensors.Builder b = SafeTensors.builder();
        whole.metadata().forEach((key, text) -> {
            if (!key.equals(SafeTensors.CHECKSUM)) {
                b.metadata(key, text);
            }
        });
        whole.tensors().values().forEach(t -> b.f32(t.name(), t.shape(), t.floats()));
        b.f64("calibration.scores", Shape.of(scores.length), scores);
        b.f64("calibration.ranges", ranges, new double[] {0, 0, 1, 1});
        b.build().withChecksum().write(file);
        String message = assertThrows(FileFormatException.class, () -> ModelFile.load(file))
                .getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }
}
