package io.github.vflow.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.serve.testkit.Expected;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models by name and version; a changed file takes the place, with its numbers, its meters and its times, and a damaged one takes none. */
final class ModelsTest {
    private static final String ROW =
            "{\"kind\":\"oak\",\"count\":2,\"steps\":186,\"net\":21.03,\"gross\":43.06,\"unit\":\"cm\"}";

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    private void place(Path model, Path file) throws IOException {
        Path next = Files.copy(model, folder.resolve("next"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String version(Path file) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(hash).substring(0, 12);
    }

    @Test
    void aModelHasANameAndTheHashOfItsFile() throws Exception {
        Models models =
                new Models(Map.of("one", Fixtures.flow(), "two", Fixtures.trees()), LocalService::load, log::add);
        assertEquals(2, models.all().size());
        assertTrue(models.find(Optional.empty()).isEmpty(), "two models, and no name");
        assertTrue(models.find(Optional.of("three")).isEmpty());
        Served two = models.find(Optional.of("two")).orElseThrow();
        assertEquals("two@" + version(Fixtures.trees()), two.title());
        assertTrue(two.judges());
        Models alone = new Models(Map.of("one", Fixtures.flow()), LocalService::load, log::add);
        assertEquals(
                version(Fixtures.flow()),
                alone.find(Optional.empty()).orElseThrow().version());
        assertThrows(
                IOException.class,
                () -> new Models(Map.of("none", folder.resolve("none")), LocalService::load, log::add));
    }

    /** The same columns, another calibration: p-values and drift are those of the new model, and counters go on. */
    @Test
    void afterAReloadTheNumbersAreOfTheNewModel() throws Exception {
        Path file = folder.resolve("trees.safetensors");
        place(Fixtures.trees(), file);
        TableModel old = TableModel.load(file);
        List<String> lines = new ArrayList<>(Fixtures.treeRows());
        lines.add("ash,9,990,21.03,43.06,mm");
        double[][] shifted = old.sample(60, 5);
        for (double[] row : shifted) {
            row[1] += 3;
        }
        TableModel next = old.calibrated(Table.of(
                old.schema(), Arrays.stream(shifted).map(old.schema()::decode).toList()));
        Path other = folder.resolve("other");
        next.save(other);
        JsonObject before = Expected.score(Expected.judged(old, lines).getFirst());
        JsonObject after = Expected.score(Expected.judged(next, lines).getFirst());
        assertNotEquals(before, after);
        try (LocalService service = LocalService.of(file)) {
            String drift = "vflow_drift_evidence{column=\"kind\",model=\"trees\"}";
            double fresh = service.meter(drift);
            for (int i = 0; i < 5; i++) {
                assertEquals(before, service.ask("/score", ROW));
            }
            Thread.sleep(600);
            assertNotEquals(fresh, service.meter(drift));
            place(other, file);
            assertEquals("trees: now trees@" + version(other), service.said());
            assertEquals(fresh, service.meter(drift), "drift begins anew");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = service.post("/score", ROW);
                assertEquals(after.toString(), answer.body());
                assertEquals(
                        "trees@" + version(other),
                        answer.headers().firstValue("X-VFlow-Model").orElse(""));
            }
            assertEquals(7, service.meter("vflow_rows_total{model=\"trees\",outcome=\"scored\"}"));
        }
    }

    /** A request during a load has the old model, and so has each one after a damaged file, a lost one, and one that cannot be measured. */
    @Test
    void theOldModelStaysUntilTheNewOneIsThere() throws Exception {
        Path file = folder.resolve("m");
        place(Fixtures.trees(), file);
        CountDownLatch isLoading = new CountDownLatch(1);
        CountDownLatch mayLoad = new CountDownLatch(1);
        Models models = new Models(
                Map.of("m", file),
                path -> {
                    if (Files.size(path) == 1) {
                        isLoading.countDown();
                        try {
                            mayLoad.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        throw new IllegalStateException("no model");
                    }
                    return LocalService.load(path);
                },
                log::add);
        Served old = models.find(Optional.empty()).orElseThrow();
        models.refresh();
        assertSame(old, models.find(Optional.empty()).orElseThrow(), "the same file is not loaded anew");
        Files.writeString(file, "x");
        Thread refresh = Thread.ofPlatform().start(models::refresh);
        isLoading.await();
        assertSame(old, models.find(Optional.empty()).orElseThrow());
        mayLoad.countDown();
        refresh.join();
        assertEquals(List.of("m: the changed file is refused, " + old.title() + " stays: no model"), log);
        models.refresh();
        assertEquals(1, log.size(), "it is refused once");
        Files.delete(file);
        models.refresh();
        assertEquals(2, log.size(), log.toString());
        assertSame(old, models.find(Optional.empty()).orElseThrow());
        assertEquals(old.metrics().drift().orElseThrow().columns().size(), drifts(models), "its drift is still told");
        place(Fixtures.flow(), file);
        models.refresh();
        assertEquals("m: now m@" + version(Fixtures.flow()), log.getLast());
        assertEquals(
                models.find(Optional.empty())
                        .orElseThrow()
                        .metrics()
                        .drift()
                        .orElseThrow()
                        .columns()
                        .size(),
                drifts(models),
                "its gauges are gone");
    }

    private static long drifts(Models models) {
        return models.registry().find("vflow.drift").gauges().size();
    }

    @Test
    void timesOfAVerdictAreThoseOfTheModelThatIsThere() throws Exception {
        Path file = folder.resolve("m");
        place(Fixtures.trees(), file);
        Models models = new Models(Map.of("m", file), LocalService::load, log::add);
        assertTimes(models);
        VerdictTime time = models.find(Optional.empty()).orElseThrow().time();
        assertTrue(time.seconds() > 0 && time.secondsOfGaps() > time.seconds(), time.toString());
        place(Fixtures.flow(), file);
        models.refresh();
        assertTimes(models);
        assertNotEquals(time, models.find(Optional.empty()).orElseThrow().time());
    }

    private static void assertTimes(Models models) {
        VerdictTime time = models.find(Optional.empty()).orElseThrow().time();
        assertEquals(time.seconds(), seconds(models, "whole"));
        assertEquals(time.secondsOfGaps(), seconds(models, "one missing cell"));
    }

    private static double seconds(Models models, String row) {
        return models.registry()
                .get("vflow.verdict.time")
                .tag("row", row)
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    /** Rows at x = 0 have no finite draws where x is a million. */
    @Test
    void aModelWhoseConditionLiesFarFromZeroHasATime() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        Table table = Table.of(
                IntStream.range(0, 200)
                        .mapToObj(_ ->
                                new double[] {random.nextGaussian(), random.nextGaussian(), 1e6 + 18 + random.nextInt(7)
                                })
                        .toArray(double[][]::new),
                "a",
                "b",
                "order");
        TableModel model = TableModel.fit(
                table, Recipe.standard().withSteps(60).withMembers(1).given("order"));
        Path file = folder.resolve("given");
        model.save(file);
        Models models = new Models(Map.of("given", file), LocalService::load, log::add);
        assertTrue(models.find(Optional.empty()).orElseThrow().time().seconds() > 0);
    }

    @Test
    void wordsOfATime() {
        assertEquals("a verdict takes 0.50 ms", new VerdictTime(1, 0, 5e-4, Double.NaN).words());
        assertEquals(
                "a verdict takes 1.5 ms by 100 importance samples; with a missing cell takes 25 ms by 1,600 importance samples",
                new VerdictTime(100, 1_600, 1.5e-3, 0.025).words());
    }
}
