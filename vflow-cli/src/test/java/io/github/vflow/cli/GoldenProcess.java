package io.github.vflow.cli;

import java.io.IOException;

/** Checks all golden files in a JVM of its own, such as one with short vectors, and prints each fault. */
final class GoldenProcess {
    private GoldenProcess() {}

    public static void main(String[] args) throws IOException {
        for (GoldenFiles release : GoldenFiles.releases()) {
            for (Golden kind : Golden.all()) {
                if (release.has(kind)) {
                    release.fault(kind, 2).ifPresent(System.out::println);
                }
            }
        }
    }
}
