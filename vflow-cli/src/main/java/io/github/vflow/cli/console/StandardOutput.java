package io.github.vflow.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * The writer of results. A {@link java.io.PrintWriter} swallows the exceptions of its writer; this writer throws an unchecked exception,
 * which reaches the command.
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

    /** Runs a write; after a failure, later writes do nothing. */
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
                            + "; the output is incomplete: make room, or let its reader read to the end",
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
