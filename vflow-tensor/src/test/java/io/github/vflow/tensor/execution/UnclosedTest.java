package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Threads live from the first step in chunks to the end of the executable, also where nobody closes the executable. */
@Isolated // it counts the threads of the JVM
final class UnclosedTest {
    private static final Engine ENGINE = Engines.vector(4);
    private static final int HELPERS = 3;
    private static final int EXECUTABLES = 50;
    private static final long PATIENCE = 120_000_000_000L;

    /** Large enough to be cut into chunks. */
    private static final Shape LARGE = Shape.of(400, 1000);

    private static Program large() {
        Trace t = new Trace();
        t.output("y", t.input("x", LARGE).exp().sum(1).sum());
        return t.program();
    }

    private static Program update() {
        Trace t = new Trace();
        Tensor w = t.input("w", Shape.of(1));
        t.update(w, w.plus(t.input("y0", Shape.of())).plus(t.input("y1", Shape.of())));
        return t.program();
    }

    /** Threads that were there before, which other tests may have left. */
    private final Set<Thread> before = workers();

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("vflow-worker-"))
                .collect(Collectors.toSet());
    }

    /** The number of threads that this test started and that are alive. */
    private long started() {
        return workers().stream().filter(t -> !before.contains(t)).count();
    }

    private static void run(Executable e) {
        e.run();
        assertEquals(LARGE.size(), e.get("y"), 0.0, "400,000 times exp(0)");
    }

    /** Some executables that nobody closes. */
    private static List<Executable> unclosed() {
        Program program = large();
        List<Executable> all = new ArrayList<>();
        for (int i = 0; i < EXECUTABLES; i++) {
            Executable e = ENGINE.compile(program);
            run(e);
            all.add(e);
        }
        return all;
    }

    private void await(long threads) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (started() > threads && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(threads, started(), "threads that are left");
    }

    @Test
    void threadsEndWithTheExecutableThatNobodyCloses() throws InterruptedException {
        List<Executable> all = unclosed();
        assertEquals(EXECUTABLES * HELPERS, started(), "threads of all");
        all.clear();
        await(0);
    }

    /** What the first caller's thread keeps for its children is nothing that the threads need, and may reach the executable. */
    @Test
    void threadsInheritNothingThatReachesTheExecutable() throws InterruptedException {
        Thread caller = new Thread(() -> {
            Executable e = ENGINE.compile(large());
            new InheritableThreadLocal<Executable>().set(e);
            run(e);
        });
        caller.start();
        caller.join();
        await(0);
    }

    @Test
    void threadsEndWithTheShardsThatNobodyCloses() throws InterruptedException {
        Engine.Sharded[] sharded = {ENGINE.compile(large(), 2, update())};
        sharded[0].each((program, _) -> run(program));
        assertEquals(HELPERS + 2, started(), "three for all, and another for each of two shards");
        sharded[0] = null;
        await(0);
    }

    /** The threads of an executable in use stay, and help after others have ended. */
    @Test
    void anExecutableInUseKeepsItsThreads() throws InterruptedException {
        List<Executable> all = unclosed();
        try (Executable kept = all.getFirst()) {
            all.clear();
            await(HELPERS);
            run(kept);
            assertEquals(HELPERS, started(), "threads after one more run");
        }
        await(0);
    }

    @Test
    void noThreadStartsBeforeTheFirstRun() {
        try (Executable e = ENGINE.compile(large())) {
            assertEquals(0, started(), "threads after compilation");
            run(e);
            assertEquals(HELPERS, started(), "threads after a run");
        }
    }

    @Test
    void noThreadStartsOnceClosed() {
        Executable e = ENGINE.compile(large());
        e.close();
        run(e);
        assertEquals(0, started(), "threads after a run");
    }
}
