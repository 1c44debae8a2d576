package io.github.vflow.nn.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary files of one file, next to it: {@code .NAME.PID-UUID.tmp}, with the number of the process that writes
 * it.
 *
 * @param directory the directory of the file
 * @param pattern the pattern of the names of its temporary files
 * @param prefix the common prefix of these names
 */
record Temporaries(Path directory, Pattern pattern, String prefix) {
    private static final String END = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";

    static Temporaries of(Path directory, Path target) {
        String prefix = "." + target.getFileName() + ".";
        return new Temporaries(directory, Pattern.compile(Pattern.quote(prefix) + "(\\d{1,18})-" + END), prefix);
    }

    /** The path of a new temporary file. */
    Path next() {
        return directory.resolve(prefix + ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ".tmp");
    }

    /** Removes the files whose writer was killed. A file that cannot be removed stays, and the write goes on. */
    void removeOrphans() {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory, this::isOrphan)) {
            siblings.forEach(Temporaries::remove);
        } catch (IOException | DirectoryIteratorException e) {
            stays(directory, e);
        }
    }

    private static void remove(Path orphan) {
        try {
            Files.deleteIfExists(orphan);
        } catch (IOException e) {
            stays(orphan, e);
        }
    }

    private static void stays(Path what, Exception why) {
        System.getLogger("io.github.vflow")
                .log(System.Logger.Level.DEBUG, "temporary files of killed writers stay: " + what, why);
    }

    private boolean isOrphan(Path sibling) throws IOException {
        Matcher name = pattern.matcher(String.valueOf(sibling.getFileName()));
        return name.matches()
                && isOver(
                        Long.parseLong(name.group(1)),
                        Files.getLastModifiedTime(sibling).toInstant());
    }

    /** Whether the process that wrote at this time is gone: a process that started later only has the same number. */
    private static boolean isOver(long process, Instant modified) {
        Optional<ProcessHandle> alive = ProcessHandle.of(process);
        return alive.isEmpty()
                || alive.get().info().startInstant().filter(modified::isBefore).isPresent();
    }
}
