package io.github.vflow.table.density;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Idle helpers of a model that any number of threads borrow, one call at a time, without a lock. A thread that finds none makes one; evaluators
 * without a place on return are left to the garbage collector, so idle memory is bounded by the number of processors.
 */
public final class Pool<T> {
    private static final int PER_PROCESSOR = 2;

    private final Supplier<T> make;
    private final AtomicReferenceArray<@Nullable T> idle;

    public Pool(Supplier<T> make) {
        this.make = make;
        int places = PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        this.idle = new AtomicReferenceArray<>(Integer.highestOneBit(2 * places - 1));
    }

    /** A helper that no other thread has. */
    public T take() {
        int first = start();
        for (int i = 0; i < idle.length(); i++) {
            int place = first + i & idle.length() - 1;
            if (idle.getPlain(place) != null) {
                @Nullable T found = idle.getAndSet(place, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return make.get();
    }

    /** Makes a helper available to all threads. */
    public void giveBack(T helper) {
        int first = start();
        for (int i = 0; i < idle.length(); i++) {
            if (idle.compareAndSet(first + i & idle.length() - 1, null, helper)) {
                return;
            }
        }
    }

    /** Uses a helper for one call. */
    public <R> R with(Function<? super T, R> call) {
        T helper = take();
        try {
            return call.apply(helper);
        } finally {
            giveBack(helper);
        }
    }

    /** Threads begin at different places, so that they seldom meet. */
    private int start() {
        return (int) Thread.currentThread().threadId() & idle.length() - 1;
    }
}
