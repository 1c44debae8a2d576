package io.github.vflow.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import org.junit.jupiter.api.Test;

/** The check of an engine finds one that computes other numbers. */
final class EngineCheckTest {
    private static final double SECOND = 1_000;

    /** The oracle, with each result times a factor. */
    private record Scaled(double factor) implements Engine {
        @Override
        public String name() {
            return "scaled";
        }

        @Override
        public String description() {
            return "scaled oracle";
        }

        @Override
        public Executable compile(Program program) {
            return new Times(Engines.reference().compile(program), factor);
        }
    }

    private record Times(Executable oracle, double factor) implements Executable {
        @Override
        public void set(String input, float[] values) {
            oracle.set(input, values);
        }

        @Override
        public void set(String input, double[] values) {
            oracle.set(input, values);
        }

        @Override
        public void set(String input, double value) {
            oracle.set(input, value);
        }

        @Override
        public void run() {
            oracle.run();
        }

        @Override
        public void get(String name, float[] into) {
            throw new UnsupportedOperationException("the check reads doubles");
        }

        @Override
        public void get(String name, double[] into) {
            oracle.get(name, into);
            for (int i = 0; i < into.length; i++) {
                into[i] *= factor;
            }
        }

        @Override
        public double get(String name) {
            return factor * oracle.get(name);
        }

        @Override
        public String plan() {
            return oracle.plan();
        }

        @Override
        public void close() {
            oracle.close();
        }
    }

    @Test
    void theErrorIsAShareOfTheLargestNumber() {
        EngineCheck half = EngineCheck.of(new Scaled(0.5));
        assertEquals(0.5, half.error(), 1e-12);
        assertFalse(half.passes());
        assertTrue(half.milliseconds() > 0 && half.milliseconds() < 10 * SECOND, half.toString());
        assertTrue(half.start() > 0 && half.start() < 60 * SECOND, half.toString());
        assertFalse(DevicesResult.of(new Scaled(0.5), half).passed());
        EngineCheck none = EngineCheck.of(new Scaled(0));
        assertEquals(1, none.error(), "an engine that computes nothing");
    }

    @Test
    void floatsAreRightUpToTheirRounding() {
        EngineCheck vectors = EngineCheck.of(Engines.fastest());
        assertTrue(vectors.error() > 0 && vectors.error() < 1e-5, vectors.toString());
        assertTrue(vectors.passes());
        assertTrue(new EngineCheck(1e-4, 1, 1).passes(), "at the tolerance");
    }
}
