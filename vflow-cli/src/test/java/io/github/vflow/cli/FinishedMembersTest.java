package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.training.FinishedMembers;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that are completed beside the next training. */
final class FinishedMembersTest {
    @TempDir
    private Path folder;

    @Test
    void filesAreInTheOrderOfMembersAndComplete() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        try (FinishedMembers members = new FinishedMembers(folder.resolve("c.safetensors"), 0)) {
            ModelFile first = member(1);
            ModelFile next = member(2);
            members.add(() -> {
                assertTrue(second.await(10, TimeUnit.SECONDS), "a member waits for the one before it");
                return first;
            });
            members.add(() -> {
                second.countDown();
                return next;
            });
            assertEquals(List.of(first, next), members.files());
            members.save();
        }
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void failureOfAMemberIsThrown() throws IOException {
        try (FinishedMembers members = new FinishedMembers(folder.resolve("c.safetensors"), 0)) {
            ArithmeticException failure = new ArithmeticException("no finite score");
            members.add(() -> {
                throw failure;
            });
            assertSame(failure, assertThrows(ArithmeticException.class, members::files));
        }
    }

    private static ModelFile member(long seed) {
        return new ModelFile(Models.of(RowSpec.of(2, 0, 1), seed), List.of("a", "b"), Map.of());
    }
}
