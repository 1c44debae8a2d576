package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any single bit of a file that is not as it was written is found, but for the kind of a space between two words of its header. By day each seventh
 * bit, which leaves no byte out; by night all.
 */
final class FlippedBitsTest {
    /** Odd, so that each of the eight bits has its turn. */
    private static final int STRIDE = Boolean.getBoolean("vflow.nightly") ? 1 : 23;

    private static final RowSpec SPEC = RowSpec.of(2, 0, 1).withConditioner(List.of(1), Activation.TANH);

    @TempDir
    Path dir;

    private <T> void assertEachIsFound(Path file, Forgery.Reader<T> reader, BiConsumer<T, T> assertSame)
            throws IOException {
        T original = reader.read(file);
        byte[] bytes = Files.readAllBytes(file);
        int read = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit += STRIDE) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            try {
                assertSame.accept(original, reader.read(file));
                read++;
            } catch (FileFormatException refused) {
                assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
            }
        }
        // a space that ends the header may become no other blank by one bit but NUL, which is refused
        assertEquals(0, read, "files that were read all the same");
    }

    @Test
    void ofAModel() throws IOException {
        Path file = dir.resolve("m.safetensors");
        new ModelFile(Models.of(SPEC, 5), List.of("a", "b"), Map.of("data", "t.csv")).save(file);
        assertEachIsFound(file, ModelFile::load, (a, b) -> {
            assertEquals(a.model().spec(), b.model().spec());
            assertEquals(a.columns(), b.columns());
            assertEquals(a.notes(), b.notes());
            assertArrayEquals(
                    a.model().parameters().values(), b.model().parameters().values(), 0);
        });
    }

    @Test
    void ofACheckpoint() throws IOException {
        Path file = dir.resolve("c.safetensors");
        float[] p = Models.of(SPEC, 3).parameters().values();
        TrainingPlan plan = TrainingPlan.of(40, 16, 2e-3, 3).withSchedule(new Schedule.Cosine(2e-3, 40));
        TrainingState state =
                new TrainingState(20, p, p, new float[p.length], null, p, -3.5, 1, Set.of(), new float[0]);
        new Checkpoint(SPEC, plan, state, List.of(), Map.of("data", "circles"), List.of()).save(file);
        assertEachIsFound(file, Checkpoint::load, (a, b) -> {
            assertEquals(a.spec(), b.spec());
            assertEquals(a.plan(), b.plan());
            assertEquals(a.columns(), b.columns());
            assertEquals(a.notes(), b.notes());
            assertEquals(a.state().step(), b.state().step());
            assertEquals(a.state().stale(), b.state().stale());
            assertEquals(a.state().bestBound(), b.state().bestBound());
            assertArrayEquals(a.state().parameters(), b.state().parameters(), 0);
            assertArrayEquals(a.state().m(), b.state().m(), 0);
            assertArrayEquals(a.state().v(), b.state().v(), 0);
            assertArrayEquals(a.state().best(), b.state().best(), 0);
        });
    }
}
