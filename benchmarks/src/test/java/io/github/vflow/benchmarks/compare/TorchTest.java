package io.github.vflow.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The other process, where it can be had. */
class TorchTest {
    @Test
    void withoutPythonThereIsNoTorch() {
        assertTrue(Torch.start("no-such-python", Torch.Waiting.DEFAULT).isEmpty());
    }

    @Test
    void doesWhatItIsTold() {
        Optional<Torch> found = Torch.start("/usr/bin/python3", Torch.Waiting.PASSIVE);
        assumeTrue(found.isPresent(), "PyTorch is not here: " + Torch.INSTALL);
        try (Torch torch = found.get()) {
            assertTrue(torch.description().contains("PyTorch 2"), torch.description());
            List<Torch.Variant> ways = torch.open("elementwise", "exp")
                    .put("x", new float[] {0, 1, 2}, 3)
                    .ready();
            assertEquals("PyTorch, eager, passive waiting", ways.getFirst().name());
            double[] y = ways.getFirst().results().getFirst();
            assertArrayEquals(new double[] {1, Math.E, Math.E * Math.E}, y, 1e-6);
            assertEquals(3, ways.getFirst().time(3, 2, Clock.CPU).length);
        }
    }
}
