package io.github.vflow.flow.testkit;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that counts the programs that it compiled, and those that nobody has closed. */
public final class OpenPrograms implements Engine {
    private final Engine engine;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger compiled = new AtomicInteger();

    /** Programs of another engine. */
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
        return new WrappedExecutable(engine.compile(program)) {
            @Override
            public void close() {
                open.decrementAndGet();
                super.close();
            }
        };
    }
}
