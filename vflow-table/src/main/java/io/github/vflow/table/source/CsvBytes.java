package io.github.vflow.table.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a CSV text, in a file or in memory.
 *
 * @param name in messages
 * @param from opens them again for each pass
 */
record CsvBytes(String name, Opening from) {
    /** Opens the bytes. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    InputStream open() throws IOException {
        return from.open();
    }

    @Override
    public String toString() {
        return name;
    }
}
