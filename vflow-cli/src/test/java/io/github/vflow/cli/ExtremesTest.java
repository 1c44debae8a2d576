package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever stands behind an option, a command does it, or says in one line which option is wrong, soon. */
final class ExtremesTest {
    private static final List<String> VALUES = Boolean.getBoolean("vflow.nightly")
            ? List.of("0", "-1", "2000000000", "9223372036854775807", "NaN", "1e300", "", "a\u001bword")
            : List.of("-1", "9223372036854775807", "NaN", "a\u001bword");

    /** Each is as small as can be, so that the option on trial alone decides. */
    private static final List<String> COMMANDS = List.of(
            "train @in.csv --steps 2 --hidden 3 --flow-steps 1 --augment 1 --threads 1 --out @o",
            "evaluate @m @in.csv --samples 2 --threads 1",
            "score @m @in.csv --samples 2 --threads 1 --out @s",
            "sample @m -n 3 --threads 1 --out @s",
            "schema @in.csv",
            "plan @in.csv --steps 2 --hidden 3 --flow-steps 1 --out @p",
            "score @calibrated @in.csv --alarms 0.1 --threads 1 --out @s",
            "calibrate @calibrated @in.csv --out @s",
            "explain @calibrated @in.csv --row 1",
            "impute @fills @in.csv --samples 6 --out @s",
            "report @m --data @in.csv --rows 50 --out @s",
            "drift @m @in.csv --baseline @in.csv --threads 1",
            "serve @calibrated --alarms 0.1 --check",
            "info --features 2 --samples 2",
            "demo --steps 1 --threads 1 --out @demo");

    private static final String TRAIN_IMAGES =
            "experiment --images @images.npy --batch 4 --filters 4 --heads 2 --steps 1 --out @o";

    /** Other uses of the same options. */
    private static final Map<String, List<String>> MORE = Map.of(
            "experiment moons --steps 2 --hidden 3 --flow-steps 1 --augment 2 --out @o",
            List.of(
                    "--hidden",
                    "--posterior",
                    "--step-kind",
                    "--batch",
                    "--validation",
                    "--warm-up",
                    "--ema",
                    "--clip"),
            TRAIN_IMAGES,
            List.of(
                    "--filters",
                    "--blocks",
                    "--heads",
                    "--scales",
                    "--dropout",
                    "--conditional-blocks",
                    "--pad",
                    "--halve",
                    "--augment",
                    "--batch",
                    "--memory",
                    "--dequantizer",
                    "--validation"),
            TRAIN_IMAGES + " --step-kind patches --flow-steps 1 --width 4 --depth 1",
            List.of("--patch", "--width", "--depth", "--flow-steps"),
            "evaluate @plane moons --rows 20 --samples 2",
            List.of("--rows"),
            "evaluate @i @images.npy --rows 4 --samples 2",
            List.of("--rows", "--pad", "--halve"),
            "sample @i -n 3 --plot @p",
            List.of("--rows", "--label", "--temperature"),
            "sample @told -n 3 --plot @p",
            List.of("--label"),
            "info @m",
            List.of("--batch", "--samples"));

    private static final Set<String> FILES = Set.of(
            "--out",
            "--plot",
            "--checkpoint",
            "--html",
            "--state",
            "--baseline",
            "--data",
            "--compare",
            "--plan",
            "--parts",
            "--token-file",
            "--key-store",
            "--password-file");

    /** Work without end that was asked for is no mistake. */
    private static final Set<String> LENGTHS = Set.of("--steps");

    @TempDir
    static Path dir;

    @BeforeAll
    static void write() throws IOException {
        Tables.write(dir.resolve("in.csv"), 30, 3);
        save(Models.of(RowSpec.of(3, 1, 1), 4), "m");
        save(Models.of(RowSpec.of(3, 1, 1).withFill(RowSpec.Fill.standard()), 4), "fills");
        double[] scores = IntStream.range(0, 120).mapToDouble(i -> -i).toArray();
        new ModelFile(Models.of(RowSpec.of(3, 0, 1).withFill(RowSpec.Fill.standard()), 4), List.of(), MadeViews.note(3))
                .withCalibration(Calibration.of(scores, new double[3], new double[3]))
                .save(dir.resolve("calibrated"));
        save(Models.of(RowSpec.of(2, 1, 1), 4), "plane");
        ImageSpec images = ImageSpec.small(4, 4, 1, 256, 1, 4, 1).withHeads(2);
        save(Models.of(images, 4), "i");
        save(Models.of(images.withClasses(3), 4), "told");
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (12, 4, 4), }";
        npy.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        npy.write(header.getBytes(StandardCharsets.US_ASCII));
        byte[] pixels = new byte[12 * 4 * 4];
        new Random(1).nextBytes(pixels);
        npy.write(pixels);
        Files.write(dir.resolve("images.npy"), npy.toByteArray());
    }

    private static void save(Model model, String name) throws IOException {
        new ModelFile(model, List.of(), Map.of()).save(dir.resolve(name));
    }

    private static Run vflow(String command, String... more) {
        List<Object> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(word.startsWith("@") ? dir.resolve(word.substring(1)) : word);
        }
        words.addAll(List.of(more));
        return Run.vflow(words.toArray());
    }

    static Stream<Arguments> options() {
        Stream<Arguments> more =
                MORE.entrySet().stream().flatMap(e -> e.getValue().stream().map(o -> Arguments.of(e.getKey(), o)));
        return Stream.concat(options(COMMANDS), more);
    }

    /** Commands, each with every option of its own. */
    static Stream<Arguments> options(List<String> commands) {
        return commands.stream()
                .flatMap(
                        command -> Main.commandLine()
                                .getSubcommands()
                                .get(command.replaceAll(" .*", ""))
                                .getCommandSpec()
                                .options()
                                .stream()
                                .filter(o -> o.arity().max() > 0)
                                .map(OptionSpec::longestName)
                                .filter(o -> !FILES.contains(o))
                                .map(o -> Arguments.of(command, o)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void oneLineNamesTheOption(String command, String option) {
        isNamedInOneLine(command, option);
    }

    static void isNamedInOneLine(String command, String option) {
        String others = command.replaceAll(" (" + option + (option.equals("--rows") ? "|-n" : "") + ") \\S+", "");
        for (String value : VALUES) {
            boolean endless = LENGTHS.contains(option) && value.matches("\\d{5,}");
            if (!endless) {
                String where = others + " " + option + "=" + value;
                Run run = assertTimeoutPreemptively(
                        Duration.ofMinutes(2), () -> vflow(others, option + "=" + value), where);
                if (run.code() != 0) {
                    isClear(run, where, option);
                }
            }
        }
    }

    private static void isClear(Run run, String where, String option) {
        assertTrue(run.code() == 1 || run.code() == 2, where + ": exit code " + run.code());
        List<String> lines =
                run.err().lines().filter(l -> l.startsWith("vflow: ")).toList();
        assertEquals(1, lines.size(), where + ":\n" + run.err());
        String line = lines.getFirst();
        String word = option.equals("--lr") ? "learning rate" : option;
        assertTrue(Stream.of(option, word, dir.toString()).anyMatch(line::contains), where + ": " + line);
        String lower = line.toLowerCase(Locale.ROOT);
        assertFalse(
                lower.contains("internal error") || lower.contains("overflow") || lower.contains("input string"),
                where + ": " + line);
        assertFalse(run.err().contains("\u001b"), where);
        assertFalse(run.err().contains("\tat "), where);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train @in.csv --within 5 | --within must be a time such as 10s, 2m or 1h but is 5",
                "train @in.csv --within 1s --robust | a search of odd rows takes a time of its own; leave out --robust or --within",
                "experiment moons --batch 2000000000 | --batch must be at most 16,777,216 but is 2000000000",
                "experiment moons --augment 2000000000 | --augment must be at most 10,000 but is 2000000000",
                "experiment moons --augment -1 | --augment must not be negative but is -1",
                "experiment moons --batch 2.5 | Invalid value for option '--batch': expected a whole number up to 2147483647 but was '2.5'",
                "experiment moons --lr 5% | Invalid value for option '--lr': expected a number, such as 0.05, but was '5%'",
                "experiment moons --flow-steps 0 | --flow-steps must be at least 1 but is 0",
                "experiment moons --hidden 100000,100000 | --hidden must be at most 32,768 but is 100000",
                "experiment moons --lr 1e300 | --lr must be at most 3.4e38, the most that float32 has, but is 1.0E300",
                "experiment moons --clip 1e300 | --clip must be at most 3.4e38, or 0 for never, but is 1.0E300",
                "evaluate @m @in.csv --samples 2000000000 | --samples must be at most 1,000,000 but is 2000000000",
                "sample @m -n 2000000000 | --rows must be at most 100,000,000 but is 2000000000",
                "sample @m --temperature 1e300 | --temperature must be at most 3.4e38, the most that float32 has, but is 1.0E300",
                "sample @i -n 10001 | --rows must be at most 10,000 but is 10001",
                "sample @told --label 3 | --label: the model knows classes 0 to 2 but not 3",
                "info --features 2000000000 | --features must be at most 16,384 but is 2000000000",
                "schema @in.csv --separator x | --separator must be comma, semicolon, tab, bar or space but is \"x\"",
                "schema @in.csv --column load | --column must be NAME=KIND with KIND real, integer, category, ignore, heavy, bounded:LOW..HIGH, circular:LOW..HIGH or season:month, but is",
                "score @m @in.csv --alarms 1 | --alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is 1",
                "score @m @in.csv --alarms 0.1 --samples 3 | alarms compare with scores as the model file says, so leave out --samples",
                "explain @m @in.csv --row 0 | --row must be at least 1 but is 0",
                "impute @fills @in.csv --draws 0 | --draws must be at least 1 but is 0",
                "drift @m @in.csv --rate 0 | --rate must be in (0, 1,000,000) but is 0.0",
                "drift @m @in.csv --level 1 | --level must be in (0, 1) but is 1.0",
                "serve @m --host 0.0.0.0 --check | --host 0.0.0.0 is not of this machine alone: give --token-file FILE, or --insecure if anybody may ask",
                "serve @m --host 127.0.0.999 --check | --host must be an address of this machine but is \"127.0.0.999\"",
                "serve @m --key-store @m --check | give --key-store and --password-file, or neither",
                "sample @m --given load | --given must be NAME=VALUE, such as load=3, but is \"load\"",
                "info --preset none | --preset: no preset \"none\"",
                "experiment --images @images.npy --filters 6 --heads 4 | --filters 6 must be a multiple of --heads 4",
                "experiment --images @images.npy --step-kind patches --width 6 --heads 4 | --width 6 must be a multiple of --heads 4",
                "experiment --images @images.npy --step-kind jet --patch 3 | --patch must be a power of two but is 3",
                "experiment --images @images.npy --step-kind jet --scales 2 | --blocks, --scales, --factor-out and --dropout are for couplings, but --step-kind is jet; leave them out",
                "experiment --images @images.npy --step-kind autoregressive | --step-kind autoregressive is for rows; models of images have coupling, patches or jet",
                "experiment --images @images.npy --depth 2 | --patch, --width, --depth and --flow-steps need --step-kind patches or jet but that is coupling",
                "experiment moons --step-kind jet | --step-kind jet is for images; toy densities have coupling, autoregressive or inverse-autoregressive",
                "experiment --images @images.npy --dropout 1 | --dropout must be in [0, 1) but is 1.0",
                "evaluate @i @images.npy --halve -1 | --halve must not be negative but is -1",
            })
    void whatIsSensibleIsSaid(String command, String message) {
        isRefused(command, message);
    }

    static void isRefused(String command, String message) {
        String said = vflow(command).failure(2);
        assertTrue(said.startsWith("vflow: " + message), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluate @i @images.npy --halve 3 | --halve 3: Images.halved: both sides must be even but are 1 × 1",
                "evaluate @i @images.npy --pad 2 | --pad 2: Images.padded: the new size must hold images of 4 × 4",
                "explain @m @in.csv --row 1 | @m: the model has no calibration scores, so it has no alarms; run vflow calibrate",
                "score @calibrated @in.csv --alarms 0.001 | @calibrated: a rate of 0.001 needs at least 999 calibration rows but the model has 120",
                "explain @calibrated @in.csv --row 31 | @in.csv: there is no row 31; it has 30 rows",
                "sample @i --label 0 | @i: the model is not class-conditional; leave out --label",
                "sample @m --label 0 --out @x | @m: the model is not class-conditional; leave out --label",
            })
    void whatTheDataSayIsAFailure(String command, String message) {
        String said = vflow(command).failure(1);
        assertTrue(said.startsWith("vflow: " + message.replace("@", dir + "/")), said);
    }

    /** Of the memory, with numbers, before it is taken. */
    @Test
    void moreThanTheMemoryIsRefused() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < 12e9, "so much memory");
        String said = vflow("evaluate @plane moons --rows 100000000").failure(2);
        assertTrue(said.startsWith("vflow: --rows 100,000,000: that takes 12.8 GB but this JVM has at most "), said);
        assertTrue(said.contains("; ask for less, or give it more with JAVA_TOOL_OPTIONS=-Xmx20g"), said);
    }

    @Test
    void manyThreadsAreNoMoreThanSensible() {
        assertTimeoutPreemptively(Duration.ofMinutes(4), () -> {
            String train = "experiment moons --steps 2 --hidden 3 --flow-steps 1 --augment 1 --out @o";
            vflow(train, "--threads", "5000").ok();
            Run info = vflow("info @m", "--threads", "2000000000").ok();
            int most = 4 * Runtime.getRuntime().availableProcessors();
            assertTrue(info.out().contains(" " + most + " threads"), info.out());
        });
    }
}
