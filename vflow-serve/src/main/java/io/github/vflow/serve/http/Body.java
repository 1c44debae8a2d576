package io.github.vflow.serve.http;

import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the body of a request within its limits. If it has not come yet, a thread of its own reads it, since no read of a socket ends by itself. */
final class Body implements AutoCloseable {
    private static final int PART = 1 << 16;

    private final Gate gate;
    private final Limits limits;
    private final AtomicLong held = new AtomicLong();
    private boolean isRead;

    Body(Gate gate, Limits limits) {
        this.gate = gate;
        this.limits = limits;
    }

    /**
     * The whole body.
     *
     * @param length as the client says; below zero if it does not
     */
    byte[] read(InputStream in, long length, Deadline deadline) throws IOException {
        if (length > limits.body()) {
            throw tooLong();
        }
        if (length == 0) {
            isRead = true;
            return new byte[0];
        }
        // a small body comes with the head of its request
        byte[] bytes = length > 0 && in.available() >= length ? bytes(in, length) : slow(in, length, deadline);
        isRead = true;
        return bytes;
    }

    private byte[] slow(InputStream in, long length, Deadline deadline) throws IOException {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                all.complete(bytes(in, length));
            } catch (IOException | RuntimeException e) {
                all.completeExceptionally(e);
            }
        });
        return await(all, reader, deadline);
    }

    private byte[] await(CompletableFuture<byte[]> all, Thread reader, Deadline deadline) throws IOException {
        try {
            return all.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Late(reader, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the service ends");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof IOException) {
                throw new Refusal(
                        400, "the body ends after " + held.get() + " bytes, before the end that its head says");
            }
            throw new IllegalStateException("the body cannot be read", e.getCause());
        }
    }

    private byte[] bytes(InputStream in, long length) throws IOException {
        int most = length < 0 ? PART : (int) Math.min(PART, length);
        ByteArrayOutputStream to = new ByteArrayOutputStream(most);
        byte[] part = new byte[most];
        int n = in.read(part);
        while (n >= 0) {
            if (to.size() + n > limits.body()) {
                throw tooLong();
            }
            gate.hold(n);
            held.addAndGet(n);
            to.write(part, 0, n);
            n = in.read(part);
        }
        return to.toByteArray();
    }

    /** Whether nothing of the body is left. */
    boolean isRead() {
        return isRead;
    }

    private Refusal tooLong() {
        return new Refusal(413, "a body may have at most " + limits.body() + " bytes; send fewer rows at a time");
    }

    @Override
    public void close() {
        gate.free(held.get());
    }

    /** The body does not come. After the answer, the thread that still waits for it is to be stopped. */
    static final class Late extends IOException {
        private final transient Thread reader;
        private final transient Deadline deadline;

        private Late(Thread reader, Deadline deadline) {
            super("the body does not come");
            this.reader = reader;
            this.deadline = deadline;
        }

        Refusal refusal() {
            return new Refusal(
                    408, "the body did not come within " + deadline.limit().toMillis() / 1e3 + " s");
        }

        Thread reader() {
            return reader;
        }
    }
}
