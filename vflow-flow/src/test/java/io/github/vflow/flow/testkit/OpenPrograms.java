package io.github.vflow.flow.testkit;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that counts the programs that it compiled and nobody has closed. */
public final class OpenPrograms implements Engine {
    private final Engine engine;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger compiled = new AtomicInteger();

    public OpenPrograms(Engine engine) {
        this.engine = engine;
    }

    /** The number of programs that are open now. */
    public int open() {
        return open.get();
    }

    /** The number of programs that were ever compiled. */
    public int compiled() {
        return compiled.get();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public Executable compile(Program program) {
        open.incrementAndGet();
        compiled.incrementAndGet();
        return new Counted(engine.compile(program), open);
    }

    private record Counted(Executable program, AtomicInteger open) implements Executable {
        @Override
        public void set(String input, float[] values) {
            program.set(input, values);
        }

        @Override
        public void set(String input, double[] values) {
            program.set(input, values);
        }

        @Override
        public void set(String input, double value) {
            program.set(input, value);
        }

        @Override
        public void run() {
            program.run();
        }

        @Override
        public void get(String name, float[] into) {
            program.get(name, into);
        }

        @Override
        public void get(String name, double[] into) {
            program.get(name, into);
        }

        @Override
        public double get(String name) {
            return program.get(name);
        }

        @Override
        public String plan() {
            return program.plan();
        }

        @Override
        public void close() {
            open.decrementAndGet();
            program.close();
        }
    }
}
