package io.github.vflow.nn.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The program that {@link KilledWriterTest} runs in a JVM of its own: it writes half of a file, reports this, and waits
 * for a signal to write the rest.
 */
final class SlowWriter {
    private static final int HALF = 1_000_000;

    private SlowWriter() {}

    public static void main(String[] args) throws IOException {
        AtomicFile.write(Path.of(args[0]), out -> {
            out.write(new byte[HALF]);
            System.out.println("half");
            if (System.in.read() < 0) {
                throw new IOException("there is no rest");
            }
            out.write(new byte[HALF]);
        });
    }
}
