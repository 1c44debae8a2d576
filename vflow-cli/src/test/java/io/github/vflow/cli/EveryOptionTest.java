package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of every command changes what the command writes or says, or is listed with the reason why not. The table is
 * {@code every-option.txt}; an option without a line fails the test. Pairs of options keep both effects: {@code option-pairs.txt}.
 */
@Order(1)
final class EveryOptionTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final String FOR_FAILURES = "--debug";
    /** What is tried by day of the commands that take seconds: of reading tables one option each that lines and that columns have. DemoTest has the rest of demo. */
    private static final Map<String, Set<String>> BY_DAY = Map.of(
            "demo",
            Set.of(),
            "outliers",
            Set.of("--missing", "--columns", "--json", "--out", "--model", "--view", "--seed", "--resume"));

    private static final Map<String, OptionTrial.Result> RESULTS = new HashMap<>();
    private static final Set<String> CONTROLS = new HashSet<>();
    private static final List<OptionTrial> TRIALS = trials();

    @TempDir
    static Path dir;

    private static OptionRuns runs;

    private static List<OptionTrial> trials() {
        try (var in = EveryOptionTest.class.getResourceAsStream("/every-option.txt")) {
            return OptionTrial.all(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new IllegalStateException("no table of options", e);
        }
    }

    @BeforeAll
    static void writeInputs() throws IOException {
        runs = new OptionRuns(dir);
    }

    /** By night all; by day each option on the first command line that the table has for it, and on the last. */
    static Stream<OptionTrial> trialsOfTheTable() {
        List<OptionTrial> tried = TRIALS.stream()
                .filter(t -> t.kind() != OptionTrial.Kind.UNTRIED)
                .filter(t -> NIGHTLY
                        || BY_DAY.getOrDefault(t.command(), Set.of(t.option())).contains(t.option()))
                .toList();
        Map<String, OptionTrial> first = new HashMap<>();
        Map<String, OptionTrial> last = new HashMap<>();
        tried.forEach(t -> {
            first.putIfAbsent(t.option(), t);
            last.put(t.option(), t);
        });
        return tried.stream().filter(t -> NIGHTLY || first.containsValue(t) || last.containsValue(t));
    }

    @Test
    void theTableHasEveryOption() {
        Set<String> all = new TreeSet<>();
        Main.commandLine()
                .getSubcommands()
                .forEach((name, command) -> command.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .forEach(option -> all.add(name + " " + option)));
        Set<String> listed = new TreeSet<>();
        TRIALS.forEach(t -> listed.add(t.command() + " " + t.option()));
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(listed);
        assertEquals(Set.of(), missing, "options without a line in every-option.txt: give each two values that differ");
        listed.removeAll(all);
        assertEquals(Set.of(), listed, "options that are not there");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trialsOfTheTable")
    void anOptionHasItsEffect(OptionTrial trial) throws IOException {
        OptionTrial.Result one = result(trial.one());
        OptionTrial.Result other = runs.run(trial.other());
        String both = String.join(" ", trial.one()) + "\n" + String.join(" ", trial.other());
        assertTrue(
                one.isDone() || other.isDone() || trial.option().equals(FOR_FAILURES),
                () -> "neither succeeds: " + both + "\n" + one.said() + other.said());
        Optional<String> difference = one.difference(other);
        if (trial.kind() == OptionTrial.Kind.EFFECT) {
            assertTrue(difference.isPresent(), () -> "no difference: " + both);
        } else {
            assertEquals(Optional.empty(), difference, both);
        }
    }

    /** By day each option of a short list meets the next, and a few of a long one do; by night all meet all. */
    static Stream<OptionPair> pairsOfTheTable() {
        List<OptionPair> all = OptionPair.all();
        return NIGHTLY
                ? all.stream()
                : IntStream.range(0, all.size())
                        .filter(i -> all.get(i).areNeighbours())
                        .filter(i -> !all.get(i).command().startsWith("plan ") || i % 5 == 0)
                        .mapToObj(all::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairsOfTheTable")
    void bothOptionsHaveTheirEffect(OptionPair pair) throws IOException {
        OptionTrial.Result both = once(pair.command() + " " + pair.one() + " " + pair.other());
        OptionTrial.Result one = once(pair.command() + " " + pair.one());
        OptionTrial.Result other = once(pair.command() + " " + pair.other());
        assertTrue(one.isDone() && other.isDone(), () -> pair + ": " + one.said() + other.said());
        boolean areSeen = both.isDone()
                && both.difference(one).isPresent()
                && both.difference(other).isPresent();
        assertEquals(
                pair.reason().isEmpty(),
                areSeen,
                () -> pair + ": "
                        + (areSeen
                                ? "both have their effect"
                                : "one has no effect beside the other, or both are refused")
                        + "; " + both.said());
    }

    private static OptionTrial.Result once(String words) throws IOException {
        OptionTrial.Result known = RESULTS.get(words);
        if (known == null) {
            known = runs.run(List.of(words.split(" ", -1)));
            RESULTS.put(words, known);
        }
        return known;
    }

    /** For the first line of each command, and by night for all, with the result of a second run, which must be the same, or a difference would mean nothing. */
    private static OptionTrial.Result result(List<String> words) throws IOException {
        String key = String.join(" ", words);
        OptionTrial.Result known = RESULTS.get(key);
        if (known == null) {
            known = runs.run(words);
            if (NIGHTLY || CONTROLS.add(words.getFirst())) {
                assertEquals(Optional.empty(), known.difference(runs.run(words)), "two runs of " + key);
            }
            RESULTS.put(key, known);
        }
        return known;
    }
}
