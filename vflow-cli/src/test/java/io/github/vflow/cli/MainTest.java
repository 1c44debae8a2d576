package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.console.Utf8Stream;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class MainTest {
    static Map<String, CommandLine> commands() {
        return Main.commandLine().getSubcommands();
    }

    static java.util.stream.Stream<String> names() {
        return commands().keySet().stream().filter(n -> !n.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandDocumentsItselfWithAnExample(String name) {
        documentsItself(name);
    }

    static void documentsItself(String name) {
        String help = Run.vflow(name, "--help").ok().out();
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("  vflow " + name), help);
        assertTrue(help.contains("--json") && help.contains("--debug"), help);
        help.lines().forEach(l -> assertTrue(l.length() <= 80, l));
        commands()
                .get(name)
                .getCommandSpec()
                .options()
                .forEach(o -> assertTrue(o.description().length > 0, o.longestName()));
    }

    @Test
    void everyCommandIsListed() {
        allAreListed();
    }

    static void allAreListed() {
        String help = Run.vflow("--help").ok().out();
        names().forEach(n -> assertTrue(help.contains("  " + n), help));
        assertEquals(help, Run.vflow("help").ok().out());
    }

    @Test
    void aWrongWordIsOneLineWithASuggestion() {
        assertTrue(Run.vflow("trian").failure(2).contains("did you mean train?"));
        assertTrue(Run.vflow("reprot").failure(2).contains("did you mean report?"));
        assertTrue(Run.vflow("drfit").failure(2).contains("did you mean drift?"));
        assertTrue(Run.vflow().failure(2).contains("Missing required subcommand"));
        assertTrue(Run.vflow("train").failure(2).contains("Missing required parameter: 'DATA.csv'"));
    }

    @Test
    void helpListsTheWordsOfEveryEnum() {
        String help = Run.vflow("experiment", "--help").ok().out().replaceAll("\\s+", " ");
        for (CouplingSpec.Kind kind : CouplingSpec.Kind.values()) {
            assertTrue(help.contains(EnumWords.of(kind)), help);
        }
        for (Memory memory : Memory.values()) {
            assertTrue(help.contains(EnumWords.of(memory)), help);
        }
        ToyDensity.names().forEach(toy -> assertTrue(help.contains(toy), help));
    }

    @Test
    void theVersionIsKnown() {
        assertTrue(Run.vflow("--version").ok().out().startsWith("vflow "));
    }

    @Test
    void bytesOfACharacterMayComeApart() throws IOException {
        StringWriter text = new StringWriter();
        String wanted = "a−b ü\u20AC \uD83D\uDE00 ".repeat(2_000);
        try (Utf8Stream stream = new Utf8Stream(text)) {
            for (byte b : wanted.getBytes(StandardCharsets.UTF_8)) {
                stream.write(b);
            }
            byte[] all = wanted.getBytes(StandardCharsets.UTF_8);
            stream.write(all, 0, all.length);
        }
        assertEquals(wanted + wanted, text.toString());
    }

    @Test
    void aBoundBeyondReasonIsADivergence() {
        assertEquals(
                "a bound of −1.8000e+36 nats means that training diverged: lower --lr, or take a bounded" + " coupling",
                Text.divergence(-1.8e36).orElseThrow());
        assertTrue(Text.divergence(Double.NEGATIVE_INFINITY).isPresent());
        assertTrue(Text.divergence(-999_999).isEmpty());
        assertTrue(Text.divergence(Double.NaN).isEmpty());
    }

    @Test
    void numbersAreWrittenTheSameEverywhere() {
        assertEquals("−3.4657 ± 0.0123", Text.nats(-3.46574, 0.0123));
        assertEquals("—", Text.nats(Double.NaN));
        assertEquals("−1000000.0000 ± 999999.5000", Text.nats(-1e6, 999_999.5));
        assertEquals("−1.8000e+36 ± 2.5000e+35", Text.nats(-1.8e36, 2.5e35));
        assertEquals("−Infinity", Text.nats(Double.NEGATIVE_INFINITY, Double.NaN));
        assertEquals("59.0 s", Text.duration(59));
        assertEquals("1:05 min", Text.duration(65));
        assertEquals("2:01 h", Text.duration(7_300));
    }
}
