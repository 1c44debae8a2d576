package io.github.vflow.serve.http;

import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Lets some requests compute at a time, some wait, and refuses the others. Safe for any number of threads. */
final class Gate {
    private final Limits limits;
    private final Semaphore running;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();

    Gate(Limits limits) {
        this.limits = limits;
        this.running = new Semaphore(limits.running(), true);
    }

    /** Waits for the turn of a request; {@link #leave} ends it. */
    void enter(Deadline deadline) {
        if (running.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.waiting()) {
            waiting.decrementAndGet();
            throw new Refusal(429, "more than " + limits.waiting() + " requests wait already; try again later");
        }
        try {
            if (!running.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(503, "the requests before this one take too long; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the service ends");
        } finally {
            waiting.decrementAndGet();
        }
    }

    void leave() {
        running.release();
    }

    /** Takes room for bytes of a body; {@link #free} gives it back. */
    void hold(int bytes) {
        if (held.addAndGet(bytes) > limits.held()) {
            held.addAndGet(-bytes);
            throw new Refusal(429, "the bodies of other requests take all the room; try again later");
        }
    }

    void free(long bytes) {
        held.addAndGet(-bytes);
    }

    /** The requests that wait. */
    int waiting() {
        return waiting.get();
    }
}
