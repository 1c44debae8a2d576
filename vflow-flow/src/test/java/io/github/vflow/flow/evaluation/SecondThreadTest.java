package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.testkit.WrappedExecutable;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** An evaluation on two threads, of which the second fails, or the first is interrupted while it waits for the second. */
final class SecondThreadTest {
    private static final long PAUSE = 50_000;
    private static final long PATIENCE_SECONDS = 240;
    private static final Model MODEL = Models.of(RowSpec.of(2, 0, 1), 1);

    /** Two blocks of rows. */
    private static final Rows ROWS = Rows.of(new float[4 * MODEL.chunk()], 2);

    /**
     * An engine whose first run on another thread than that of the test does something; a run on the thread of the test waits until one has begun.
     *
     * @param second the work of the other thread
     * @param begun counted down by it
     */
    private record Disturbed(Runnable second, CountDownLatch begun, Thread first) implements Engine {
        Disturbed(Runnable second) {
            this(second, new CountDownLatch(1), Thread.currentThread());
        }

        @Override
        public String name() {
            return "disturbed";
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public Executable compile(Program program) {
            return new WrappedExecutable(SmallModels.VECTOR.compile(program)) {
                @Override
                public void run() {
                    super.run();
                    if (Thread.currentThread().equals(first)) {
                        try {
                            boolean _ = begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException("the first thread is interrupted too early", e);
                        }
                    } else if (begun.getCount() > 0) {
                        begun.countDown();
                        second.run();
                    }
                }
            };
        }
    }

    private static RuntimeException thrown(Runnable second) {
        try (Evaluator evaluator = Evaluator.ofMeans(MODEL, new Disturbed(second), 1, 1)) {
            return assertThrows(
                    RuntimeException.class, () -> evaluator.threads(2).scores(ROWS));
        }
    }

    @Test
    void anExceptionIsThatOfTheSecondThread() {
        ArithmeticException broken = new ArithmeticException("broken");
        assertSame(broken, thrown(() -> {
            throw broken;
        }));
        AssertionError failed = new AssertionError("failed");
        RuntimeException e = thrown(() -> {
            throw failed;
        });
        assertSame(failed, e.getCause().getCause());
    }

    /** Whether a thread asks for the result of another one's work. */
    private static boolean asksForAnother(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FutureTask.class.getName()));
    }

    private static void waitWhile(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (condition.getAsBoolean() && System.nanoTime() < end) {
            // a thread that spins takes the processor from the one it waits for
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Test
    void anInterruptEndsTheEvaluationAndStaysSet() {
        Thread first = Thread.currentThread();
        RuntimeException e = thrown(() -> {
            waitWhile(() -> first.getState() != Thread.State.WAITING || !asksForAnother(first));
            first.interrupt();
            // the first thread would take a result that is there before it sees the interrupt
            waitWhile(() -> asksForAnother(first));
        });
        assertTrue(Thread.interrupted(), "the interrupt stays set");
        assertEquals("Evaluator: interrupted while other threads evaluate rows", e.getMessage());
    }
}
