package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What went wrong is said, however many threads it came through. */
final class FailureTest {
    private static final String SAID = "a 8×8 matrix is singular; train again";

    private static String message(Throwable e) {
        return Failure.message(e);
    }

    /** Fork/join pools rebuild an exception in the thread that waits, of the same class, with or without its message. */
    @Test
    void rebuiltExceptionsHaveTheirMessage() {
        ArithmeticException cause = new ArithmeticException(SAID);
        Exception bare = new ArithmeticException();
        bare.initCause(cause);
        assertEquals(SAID, message(bare));
        assertEquals(SAID, message(new IllegalArgumentException(new IllegalArgumentException(SAID))));
        assertEquals(SAID, message(new IllegalArgumentException(bare)));
    }

    @Test
    void aParallelStreamLosesNothing() {
        for (int i = 0; i < 200; i++) {
            try {
                IntStream.range(0, 64).parallel().forEach(_ -> {
                    throw new ArithmeticException(SAID);
                });
            } catch (ArithmeticException e) {
                assertEquals(SAID, message(e));
            }
        }
    }

    @Test
    void wrappersAreTakenOff() {
        IOException io = new IOException(SAID);
        assertEquals(SAID, message(new UncheckedIOException(io)));
        assertEquals(SAID, message(new UncheckedIOException("while reading", io)));
        assertEquals(SAID, message(new ExecutionException(new UncheckedIOException(new IOException(io)))));
        assertEquals(SAID, message(new CompletionException("in a thread", new ExecutionException(io))));
    }

    /** A message that says more than its cause is kept. */
    @Test
    void aMessageOfItsOwnStays() {
        assertEquals("t.csv: bad", message(new IOException("t.csv: bad", new ArithmeticException(SAID))));
    }

    @Test
    void filesAreNamed() {
        assertEquals("no such file: x", message(new NoSuchFileException("x")));
        assertEquals("x: make it first", message(new NoSuchFileException("x", null, "make it first")));
        assertEquals("no permission for x", message(new AccessDeniedException("x")));
        assertEquals("x: Is busy", message(new ExecutionException(new FileSystemException("x", null, "Is busy"))));
        assertEquals("x: FileSystemException", message(new FileSystemException("x")));
    }

    @Test
    void memoryIsNoInternalError() {
        String said = message(new ExecutionException(new OutOfMemoryError("Java heap space")));
        assertTrue(said.startsWith("out of memory: this JVM has at most "), said);
    }

    @Test
    void anOverflowIsASizeBeyondAllArrays() {
        String wanted =
                "these are more numbers than an array has room for; ask for less (--batch, --hidden, --filters, --rows) or"
                        + " use less data";
        assertEquals(wanted, message(assertThrows(ArithmeticException.class, () -> Math.multiplyExact(1 << 30, 4))));
        assertEquals(wanted, message(assertThrows(ArithmeticException.class, () -> Math.addExact(Long.MAX_VALUE, 1))));
    }

    @Test
    void theRestIsToBeReported() {
        assertEquals(
                "internal error: java.lang.IllegalStateException: odd; please report it, with what --debug prints",
                message(new ExecutionException(new IllegalStateException("odd"))));
        String said = message(new IllegalArgumentException());
        assertTrue(said.startsWith("internal error: java.lang.IllegalArgumentException"), said);
    }
}
