package io.github.vflow.spark;

import java.util.Set;

/** The executor JVMs of a test's cluster, which are children of the test's JVM. */
final class Executors {
    private Executors() {}

    /** Kills one, as the kernel does when memory is short; one that was killed before is not counted again. */
    static void killOne(Set<Long> killed) {
        ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("java"))
                .filter(p -> killed.add(p.pid()))
                .findFirst()
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
