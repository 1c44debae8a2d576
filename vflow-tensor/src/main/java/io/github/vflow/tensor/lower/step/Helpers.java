package io.github.vflow.tensor.lower.step;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that help a {@link WorkerThreads}, the owner. A live thread is never garbage, nor is anything that it reaches. So the
 * threads reach this object only, this object reaches work through weak references, and nothing here reaches the owner. When the
 * owner is garbage, the threads end.
 */
final class Helpers {
    /** The work that the threads share. */
    @FunctionalInterface
    interface Work {
        /** Takes part until all of the present run is claimed. The caller is worker 0. */
        void help(int worker);
    }

    /**
     * Made with the first thread. It is shared by all executables, since a cleaner is a thread. Results do not depend on it, and it
     * holds of an executable no more than what ends the executable's threads.
     */
    private static final class Shared {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private final int count;
    private Thread[] threads = {};
    private Cleaner.@Nullable Cleanable cleanable;
    private volatile WeakReference<Work> current = new WeakReference<>(null);
    private final AtomicInteger epoch = new AtomicInteger();
    private final AtomicInteger sleeping = new AtomicInteger();
    private volatile boolean closed;

    Helpers(int count) {
        this.count = count;
    }

    /** Starts the threads if they have not started. They end with their owner. */
    void startFor(Object owner) {
        if (threads.length == 0 && !closed) {
            start(owner);
        }
    }

    private void start(Object owner) {
        threads = new Thread[count];
        Arrays.setAll(threads, this::thread);
        // before the first thread starts: if the system refuses one, those before it end all the same
        cleanable = Shared.CLEANER.register(owner, this::end);
        for (Thread t : threads) {
            t.start();
        }
    }

    /** A thread that inherits nothing of the caller's, since that may reach the owner. */
    private Thread thread(int i) {
        return Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("vflow-worker-" + (i + 1))
                .unstarted(() -> serve(i + 1));
    }

    /** Calls the threads to work. */
    void call(WeakReference<Work> work) {
        current = work;
        epoch.incrementAndGet();
        // a thread that counted itself as sleeping before that looks at the epoch once more
        if (sleeping.get() > 0) {
            wake();
        }
    }

    private void serve(int worker) {
        int seen = 0;
        while (!closed) {
            for (int i = 0; i < WorkerThreads.SPINS && epoch.get() == seen; i++) {
                Thread.onSpinWait();
            }
            if (epoch.get() == seen) {
                sleep(seen);
            }
            seen = epoch.get();
            help(worker);
        }
    }

    /** A method of its own, so that the work of the last run does not stay in the frame of a thread that waits. */
    private void help(int worker) {
        Work work = current.get();
        if (work != null) {
            work.help(worker);
        }
    }

    private void sleep(int seen) {
        sleeping.incrementAndGet();
        while (epoch.get() == seen && !closed) {
            LockSupport.park(this);
        }
        sleeping.decrementAndGet();
    }

    private void wake() {
        for (Thread t : threads) {
            LockSupport.unpark(t);
        }
    }

    private void end() {
        closed = true;
        wake();
    }

    void close() {
        end();
        if (cleanable != null) {
            cleanable.clean();
        }
    }
}
