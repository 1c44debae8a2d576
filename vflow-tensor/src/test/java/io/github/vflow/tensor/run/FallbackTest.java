package io.github.vflow.tensor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a JVM without the Vector API everything works, with the same bits, and one line says why it is slow. */
final class FallbackTest {
    private static final String WHY =
            "the module jdk.incubator.vector is not there, so kernels run one element at a time;"
                    + " add --add-modules jdk.incubator.vector to the java command for full speed";

    /** What the other JVM runs. */
    static final class Program {
        private Program() {}

        /** Prints the engine and some bits. */
        public static void main(String[] args) {
            System.out.println(Engines.vector(1).description());
            System.out.println(bits());
        }
    }

    private static String bits() {
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(16, 5));
        t.output(
                "y",
                x.matmul(x.tanh(), true, false).softmax(0).logSumExp(1).exp().sum());
        try (Executable e = Engines.vector(1).compile(t.program())) {
            float[] values = new float[80];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 37 % 80 - 40) / 16f;
            }
            e.set("x", values);
            e.run();
            return Double.toHexString(e.get("y"));
        }
    }

    private static List<String> run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, p.waitFor(), out);
        return out.lines().toList();
    }

    @Test
    void withoutTheModuleKernelsAreScalarAndSayWhy() throws IOException, InterruptedException {
        List<String> lines = run();
        assertTrue(lines.contains("vector: float32, scalar, 1 thread"), lines::toString);
        assertTrue(lines.contains(bits()), () -> "expected " + bits() + " but got " + lines);
        long said = lines.stream().filter(l -> l.contains(WHY)).count();
        assertEquals(1, said, lines::toString);
    }

    @Test
    void withTheModuleThereAreVectors() throws IOException, InterruptedException {
        List<String> lines = run("--add-modules", "jdk.incubator.vector");
        assertTrue(
                lines.stream().anyMatch(l -> l.matches("vector: float32, Vector API, \\d+ bits, 1 thread")),
                lines::toString);
        assertTrue(lines.contains(bits()), () -> "expected " + bits() + " but got " + lines);
        assertTrue(lines.stream().noneMatch(l -> l.contains(WHY)), lines::toString);
    }
}
