package io.github.vflow.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a stream have the verdicts of the library, and the drift monitor survives. */
final class VFlowProcessorTest {
    private static TableModel model;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() throws IOException {
        model = TreeStream.model();
    }

    /** The lines without gaps, which are scored at once. */
    static List<String> complete() {
        try {
            return TreeStream.lines().stream()
                    .filter(line -> !line.startsWith(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RecordScorer.Judged> library(Path file) throws IOException {
        RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.05));
        try (RecordReader records =
                scorer.open(TableSource.of(file), ReadOptions.standard().strictly())) {
            return scorer.score(records.next());
        }
    }

    /** The state of a monitor that saw the first rows of the complete lines, over and over. */
    private static DriftMonitor expected(long rows) throws IOException {
        List<RecordScorer.Judged> judged = library(TreeStream.GOLDEN.resolve("rows.csv")).stream()
                .filter(row -> !Double.isNaN(row.entry().row()[0]))
                .toList();
        DriftMonitor monitor = model.driftMonitor(1);
        for (int i = 0; i < rows; i++) {
            RecordScorer.Judged row = judged.get(i % judged.size());
            monitor.add(row.entry().row(), row.logProb().orElseThrow());
        }
        return monitor;
    }

    @Test
    void theAnswersAreThoseOfTheLibrary() throws IOException {
        List<String> lines = new ArrayList<>(TreeStream.lines());
        lines.add("palm,2,186,21.03,43.06,cm");
        lines.add("oak,2,186,21.03,99.5,cm");
        lines.add("oak,2,186,21.03,43.06,mm");
        lines.add("oak,2,186,Infinity,,");
        List<String> file = new ArrayList<>(List.of("kind,count,steps,net,gross,unit"));
        lines.forEach(line -> file.add(line.replace("Infinity", "1e999")));
        Files.write(folder.resolve("rows.csv"), file);
        List<String> answers;
        try (TreeStream stream = new TreeStream(TreeStream.topology(model), folder.resolve("state"))) {
            answers = stream.judge(lines);
            assertNull(stream.judgeNothing(), "a null value has no verdict");
        }
        List<RecordScorer.Judged> expected = library(folder.resolve("rows.csv"));
        assertEquals(expected.size(), answers.size());
        for (int i = 0; i < answers.size() - 1; i++) {
            assertEquals(TreeStream.judged("", expected.get(i), Optional.empty()), answers.get(i));
        }
        assertTrue(answers.get(answers.size() - 3).contains(",true,gross"), answers.toString());
        assertTrue(answers.getLast().startsWith("null,null,false,"), answers.getLast());
        assertNotEquals("null,null,false,", answers.getLast(), "it says why");
    }

    /** The driver deletes its folder when it is closed, so only the changelog is left, as on another machine. */
    @Test
    void theMonitorGoesOnFromTheChangelog() throws IOException {
        List<String> lines = complete();
        Map<String, String> changelog;
        try (TreeStream stream = new TreeStream(TreeStream.topology(model), folder)) {
            stream.judge(lines.subList(0, 9));
            changelog = stream.changelog();
            assertEquals(List.of(expected(9).toJson()), List.copyOf(changelog.values()));
            assertEquals(changelog, stream.states());
        }
        try (TreeStream stream = new TreeStream(TreeStream.topology(model), folder)) {
            assertEquals(Map.of(), stream.states());
            stream.restore(changelog);
            stream.judge(lines.subList(9, 14));
            assertEquals(
                    List.of(expected(14).toJson()),
                    List.copyOf(stream.changelog().values()));
        }
        Table others = Table.read(TreeStream.GOLDEN.resolve("rows.csv"), model.schema());
        assertBeginsAnew(model.withBaseline(others), 1, changelog, 2);
        assertBeginsAnew(model, 2, changelog, 1);
    }

    /** Another model keeps the state of the old one, and another rate takes its place. */
    private void assertBeginsAnew(TableModel other, double rate, Map<String, String> changelog, int states)
            throws IOException {
        StreamsBuilder builder = new StreamsBuilder();
        VFlowProcessorSupplier<String, String, String> supplier =
                VFlowProcessorSupplier.of(other, RecordScorer.of(other), TreeStream::cells, TreeStream::judged);
        builder.<String, String>stream("trees")
                .processValues(supplier.withDriftRate(rate))
                .to("judged");
        try (TreeStream stream = new TreeStream(builder.build(), folder)) {
            stream.restore(changelog);
            stream.judge(List.of(complete().getFirst()));
            assertEquals(states, stream.states().size());
            assertTrue(stream.states().values().stream().anyMatch(state -> state.contains("\"rows\":1,")));
        }
    }

    @Test
    void theGuidesPieceFindsDrift() throws IOException {
        StreamsBuilder builder = new StreamsBuilder();
        RecordScorer scorer =
                RecordScorer.of(model).withAlarm(model.alarm(0.05)).withoutBlame();
        builder.<String, String>stream("trees")
                .processValues(VFlowProcessorSupplier.of(model, scorer, TreeStream::cells, TreeStream::judged))
                .to("judged");
        String odd = "oak,5,136,7.83,16.66,cm";
        String first;
        int at = 0;
        Map<String, String> changelog;
        try (TreeStream stream = new TreeStream(builder.build(), folder)) {
            do {
                first = stream.judge(List.of(odd)).getFirst();
                at++;
            } while (!first.contains("drift of ") && at < 1_000);
            changelog = stream.states();
        }
        try (TreeStream stream = new TreeStream(builder.build(), folder)) {
            stream.restore(changelog);
            String none = stream.judge(List.of("oak,5,136,1e999,16.66,cm")).getFirst();
            assertTrue(none.contains("; drift of "), none);
        }
        DriftMonitor monitor = model.driftMonitor(1);
        double[] row =
                model.row(Map.of("kind", "oak", "count", 5, "steps", 136, "net", 7.83, "gross", 16.66, "unit", "cm"));
        int expected = 1;
        while (!monitor.add(row, model.logProb(row))) {
            expected++;
        }
        assertEquals(expected, at);
        assertTrue(
                first.endsWith("; drift of "
                        + monitor.alarm().orElseThrow().drifted().getFirst().column()),
                first);
    }

    @Test
    void aModelWithoutABaselineHasNoStore() throws IOException {
        TableModel plain =
                TableModel.load(TreeStream.GOLDEN.resolveSibling("gaps").resolve("model.safetensors"));
        VFlowProcessorSupplier<String, String, String> supplier =
                VFlowProcessorSupplier.of(plain, RecordScorer.of(plain), TreeStream::cells, (line, row, drift) -> line);
        assertEquals(plain.baseline().isPresent() ? 1 : 0, supplier.stores().size());
        assertEquals(
                Set.of("other"),
                Set.of(VFlowProcessorSupplier.of(model, RecordScorer.of(model), TreeStream::cells, TreeStream::judged)
                        .withStore("other")
                        .withDriftRate(2)
                        .withOptions(ReadOptions.standard())
                        .stores()
                        .iterator()
                        .next()
                        .name()));
    }
}
