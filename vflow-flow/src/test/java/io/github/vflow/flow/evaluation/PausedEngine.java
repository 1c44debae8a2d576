package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.WrappedExecutable;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The reference engine, which waits in each run.
 *
 * @param inside counted down when a run has begun
 * @param goOn runs end when this is counted down
 */
record PausedEngine(CountDownLatch inside, CountDownLatch goOn) implements Engine {
    private static final long PATIENCE_SECONDS = 240;

    @Override
    public String name() {
        return "paused";
    }

    @Override
    public String description() {
        return "reference, with a pause";
    }

    @Override
    public Executable compile(Program program) {
        return new WrappedExecutable(Eval.REFERENCE.compile(program)) {
            @Override
            public void run() {
                inside.countDown();
                try {
                    // a fault that lets two threads in must fail the test, not stop it
                    boolean _ = goOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.run();
            }
        };
    }
}
