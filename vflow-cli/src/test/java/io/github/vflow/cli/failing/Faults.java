package io.github.vflow.cli.failing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Counts the calls on files below a folder, and fails one of them. The JVM makes the provider of its default file system itself, so there is one
 * instance for all.
 */
public final class Faults {
    private static final Faults ALL = new Faults();

    private volatile String folder = "";
    private long failing;
    private long calls;
    private String failed = "";

    private Faults() {}

    /** The faults of this JVM. */
    public static Faults all() {
        return ALL;
    }

    /** From now on counts calls on files below a folder, and fails that of a number, from 1 on; none for 0. */
    public synchronized void arm(Path below, long number) {
        failing = number;
        calls = 0;
        failed = "";
        folder = below.toString();
    }

    /** Counts no more. */
    public synchronized void disarm() {
        folder = "";
    }

    /** The calls since the faults were armed. */
    public synchronized long calls() {
        return calls;
    }

    /** The call that failed, such as {@code move t.csv}; empty if none did. */
    public synchronized String failed() {
        return failed;
    }

    /** Called before each call of the file system. */
    synchronized void before(String call, String file) throws IOException {
        if (folder.isEmpty() || !file.startsWith(folder)) {
            return;
        }
        calls++;
        if (calls == failing) {
            failed = call + " " + file.substring(file.lastIndexOf('/') + 1);
            throw new FileSystemException(file, null, "Input/output error");
        }
    }
}
