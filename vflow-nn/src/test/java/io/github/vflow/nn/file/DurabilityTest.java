package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was written is on the disk, not only in the memory of the system: the JVM's recorder sees what is forced. */
final class DurabilityTest {
    private static final String WRITE = "jdk.FileWrite";
    private static final String FORCE = "jdk.FileForce";

    @TempDir
    Path directory;

    private static List<RecordedEvent> of(List<RecordedEvent> all, String kind, String pathBegins) {
        return all.stream()
                .filter(e -> e.getEventType().getName().equals(kind))
                .filter(e -> e.getString("path").startsWith(pathBegins))
                .toList();
    }

    @Test
    void theFileIsForcedAfterItsLastByteAndThenItsDirectory() throws IOException {
        Path records = directory.resolve("records.jfr");
        Path inner = Files.createDirectory(directory.resolve("inner"));
        try (Recording recording = new Recording()) {
            recording.enable(WRITE).withoutThreshold();
            recording.enable(FORCE).withoutThreshold();
            recording.start();
            AtomicFile.write(inner.resolve("a.txt"), out -> out.write(new byte[300_000]));
            recording.stop();
            recording.dump(records);
        }
        List<RecordedEvent> all = RecordingFile.readAllEvents(records);
        String temporary = inner.resolve(".a.txt.").toString();
        List<RecordedEvent> writes = of(all, WRITE, temporary);
        List<RecordedEvent> forced = of(all, FORCE, temporary);
        assertFalse(writes.isEmpty(), "the recorder sees writes");
        assertEquals(1, forced.size(), all.toString());
        assertTrue(forced.getFirst().getBoolean("metaData"));
        assertTrue(writes.stream()
                .noneMatch(w -> w.getEndTime().isAfter(forced.getFirst().getStartTime())));
        List<RecordedEvent> directories = of(all, FORCE, inner.toString()).stream()
                .filter(e -> e.getString("path").equals(inner.toString()))
                .toList();
        assertEquals(1, directories.size(), all.toString());
        assertFalse(
                directories.getFirst().getStartTime().isBefore(forced.getFirst().getEndTime()));
    }
}
