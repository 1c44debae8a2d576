package io.github.vflow.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * What results are printed to. A {@link java.io.PrintWriter} forgets why its writer failed, and that it did; so this one throws an
 * exception that it lets through.
 */
public final class StandardOutput extends Writer {
    private final Writer to;
    private boolean failed;

    public StandardOutput(Writer to) {
        this.to = to;
    }

    private interface Act {
        void run() throws IOException;
    }

    /** After a failure, which was thrown, nothing more is tried. */
    private void attempt(Act act) {
        if (failed) {
            return;
        }
        try {
            act.run();
        } catch (IOException e) {
            failed = true;
            throw new UncheckedIOException(new IOException(
                    "cannot write to standard output: " + Failure.message(e)
                            + "; what was printed is incomplete: make room, or let its reader read to the end",
                    e));
        }
    }

    @Override
    public void write(char[] text, int from, int length) {
        attempt(() -> to.write(text, from, length));
    }

    @Override
    public void flush() {
        attempt(to::flush);
    }

    @Override
    public void close() {
        attempt(to::close);
    }
}
