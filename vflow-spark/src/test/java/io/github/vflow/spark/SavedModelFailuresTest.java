package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.failing.FailingFileSystem;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each call of the file system fails once while a model is saved or loaded: the old model stays, or the new one is there, and one line says why. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
class SavedModelFailuresTest {
    private static SparkSession spark;
    private static FailingFileSystem system;
    private static VFlowModel old;
    private static VFlowModel other;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        spark = Clusters.local(1);
        // each failure is a page of its log
        spark.sparkContext().setLogLevel("OFF");
        String scheme = FailingFileSystem.SCHEME;
        spark.sparkContext().hadoopConfiguration().set("fs." + scheme + ".impl", FailingFileSystem.class.getName());
        system = (FailingFileSystem)
                FileSystem.get(URI.create(scheme + ":///"), spark.sparkContext().hadoopConfiguration());
        TableModel trained = trained();
        old = VFlowModel.of(trained);
        other = VFlowModel.of(trained.withNotes(Map.of("which", "other"))).setAlarmRate(0.25);
    }

    @AfterAll
    static void stop() {
        spark.sparkContext().setLogLevel("WARN");
        spark.stop();
    }

    private static TableModel trained() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[60][];
        Arrays.setAll(rows, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        return TableModel.fit(
                Table.of(rows, "a", "b"),
                Recipe.standard().withSteps(2).withFillSteps(2).withNoise(0.0));
    }

    private String place() {
        return FailingFileSystem.SCHEME + "://" + folder.resolve("model");
    }

    /** The identifier and the bits of what lies at the place; empty if there is nothing. */
    private String saved() throws IOException {
        Path at = folder.resolve("model");
        if (!Files.exists(at)) {
            return "";
        }
        try (Stream<Path> files = Files.list(at)) {
            assertEquals(
                    Set.of("metadata", "model.safetensors"),
                    files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
        }
        return text(at.resolve("metadata")).replaceAll(".*\"uid\":\"([^\"]*)\".*", "$1")
                + Arrays.hashCode(Files.readAllBytes(at.resolve("model.safetensors")));
    }

    private static String of(VFlowModel model) {
        return model.uid() + Arrays.hashCode(model.file().file());
    }

    private static String text(Path metadata) throws IOException {
        try (Stream<Path> files = Files.list(metadata)) {
            Path part = files.filter(f -> f.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(part).strip();
        }
    }

    /** A temporary folder stays only if it could not be removed. */
    private void requireClean() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> left = files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
            assertTrue(
                    left.isEmpty() || system.failed().startsWith("delete"),
                    () -> system.failed() + " failed, and leaves " + left);
        }
    }

    /** Checks what a call that failed, or no call that failed, leaves. */
    private interface Check {
        void check(boolean isDone) throws IOException;
    }

    /** Fails call after call until all pass, and prints how many there are. */
    private static void failEach(String what, Executable before, Executable action, Check after) throws Throwable {
        for (long n = 1; n == 1 || !system.failed().isEmpty(); n++) {
            before.execute();
            system.arm(n);
            after.check(isDone(action));
        }
        assertTrue(system.calls() > 10, () -> what + " has " + system.calls() + " calls");
        System.out.println("calls: " + what + " " + system.calls());
    }

    private static boolean isDone(Executable action) throws Throwable {
        try {
            action.execute();
            return true;
        } catch (IOException | UncheckedIOException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(
                    message.startsWith("VFlowModel: " + FailingFileSystem.SCHEME + ":/")
                            && message.contains("Input/output error")
                            && message.lines().count() == 1,
                    () -> system.failed() + ": " + e);
            return false;
        } finally {
            system.disarm();
        }
    }

    @Test
    void savingOverAModelLeavesTheOldOneOrTheNewOne() throws Throwable {
        Path at = Files.createDirectory(folder.resolve("before"));
        old.save(FailingFileSystem.SCHEME + "://" + at.resolve("model"));
        failEach(
                "save over a model",
                () -> copy(at),
                () -> other.write().overwrite().save(place()),
                isDone -> {
                    assertEquals(isDone ? of(other) : of(old), saved(), system::failed);
                    requireClean();
                });
    }

    /** Puts the old model at the place. */
    private void copy(Path from) throws IOException {
        clear();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, folder.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void clear() throws IOException {
        for (String name : List.of("model", ".model.new", ".model.old")) {
            system.delete(new org.apache.hadoop.fs.Path(folder.resolve(name).toString()), true);
        }
    }

    @Test
    void savingLeavesNothingOrTheModel() throws Throwable {
        failEach("save", this::clear, () -> other.save(place()), isDone -> {
            assertEquals(isDone ? of(other) : "", saved(), system::failed);
            requireClean();
        });
    }

    @Test
    void loadingGivesTheModelOrALine() throws Throwable {
        other.save(place());
        List<VFlowModel> loaded = new ArrayList<>();
        failEach("load", loaded::clear, () -> loaded.add(VFlowModel.load(place())), isDone -> {
            assertEquals(isDone ? 1 : 0, loaded.size());
            for (VFlowModel model : loaded) {
                assertEquals(of(other), of(model), system::failed);
                assertEquals(0.25, model.getOrDefault(model.alarmRate()), system::failed);
            }
        });
    }

    /** Temporary folders of a writer that was killed do not disturb the next one, which removes them. */
    @Test
    void whatAKilledWriterLeftIsRemoved() throws Throwable {
        Path half = Files.createDirectory(folder.resolve(".model.new"));
        Files.writeString(half.resolve("model.safetensors"), "half");
        other.save(folder.resolve(".model.old").toString());
        old.save(place());
        assertEquals(of(old), saved());
        requireClean();
        IOException refused = assertThrows(IOException.class, () -> other.save(place()));
        assertEquals(
                "VFlowModel: " + place()
                        + " cannot be written: there must be nothing yet; call write().overwrite() to replace it",
                refused.getMessage());
        assertEquals(of(old), saved());
    }
}
