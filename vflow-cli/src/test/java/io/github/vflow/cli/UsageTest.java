package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.cli.usage.ManPage;
import io.github.vflow.cli.usage.Numbers;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Ranges;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.cli.usage.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Help, manual pages and values of options, of a small command. */
@SuppressWarnings("UnusedVariable") // picocli sets the options
final class UsageTest {
    private static final class Rows {
        @Option(names = "--rows", paramLabel = "N", description = "Rows.")
        @Range(least = 1, most = 1_000)
        private int rows;
    }

    private static final class Images {
        @Option(names = "--filters", paramLabel = "N", split = ",", description = "Filters.")
        @Range(least = 0)
        private List<Integer> filters = List.of();
    }

    @Command(
            name = "probe",
            description = {"Tries all.", "One -x", "", ".Two of 100 %%"},
            footer = {"%nExample:", "  'vflow probe"},
            exitCodeList = {"0:fine", "2:usage"},
            subcommands = {Inner.class, Bare.class})
    private static final class Probe {
        @Parameters(paramLabel = "DATA", arity = "0..1", description = "A table.")
        private String data = "";

        @Option(
                names = {"-s", "--share"},
                paramLabel = "SHARE",
                description = {"Of the rows;", "a tenth is usual."})
        @Share
        private double share;

        @Option(names = "--all", description = "All.")
        private boolean all;

        @Option(names = "--seed", paramLabel = "N", description = "A seed.")
        private long seed;

        @Option(names = "--secret", hidden = true, description = "Not told.")
        private boolean secret;
    }

    @Command(name = "inner", description = "Is in 100 %% of cases.")
    private static final class Inner {
        @Mixin
        private final Rows rows = new Rows();

        @Mixin
        private final Images images = new Images();

        @Option(names = "--all", description = "All.")
        private boolean all;
    }

    @Command(name = "bare")
    private static final class Bare {
        @Mixin
        private final Images images = new Images();
    }

    private static CommandLine probe() {
        CommandLine line = new CommandLine(new Probe());
        Numbers.install(line);
        return line;
    }

    @Test
    void aManualPageHasAllThatHelpHas() {
        assertEquals("""
                .TH PROBE 1
                .SH NAME
                probe \\- Tries all.
                .SH SYNOPSIS
                .nf
                probe [\\-\\-all] [\\-s=SHARE] [\\-\\-seed=N] [DATA] [COMMAND]
                .fi
                .SH DESCRIPTION
                One \\-x
                .PP
                \\&.Two of 100 %
                .SH PARAMETERS
                .TP
                \\fIDATA\\fR
                A table.
                .SH OPTIONS
                .TP
                \\fB\\-s\\fR, \\fB\\-\\-share\\fR=\\fISHARE\\fR
                Of the rows; a tenth is usual.
                .TP
                \\fB\\-\\-all\\fR
                All.
                .TP
                \\fB\\-\\-seed\\fR=\\fIN\\fR
                A seed.
                .SH COMMANDS
                .TP
                \\fBprobe\\-inner\\fR(1)
                Is in 100 % of cases.
                .TP
                \\fBprobe\\-bare\\fR(1)

                .SH EXIT STATUS
                .TP
                \\fB0\\fR
                fine
                .TP
                \\fB2\\fR
                usage
                .SH NOTES
                .nf
                Example:
                  'vflow probe
                .fi
                """, ManPage.of(probe()));
        assertEquals("""
                .TH PROBE-BARE 1
                .SH NAME
                probe\\-bare \\-
                .SH SYNOPSIS
                .nf
                probe bare [\\-\\-filters=N[,N...]]...
                .fi
                .SH OPTIONS
                .TP
                \\fB\\-\\-filters\\fR=\\fIN\\fR
                Filters.
                """, ManPage.of(probe().getSubcommands().get("bare")));
    }

    private static void check(String... words) {
        CommandLine.ParseResult parsed = probe().parseArgs(words);
        Ranges.check(parsed.hasSubcommand() ? parsed.subcommand() : parsed);
    }

    private static String refused(String... words) {
        return String.valueOf(
                assertThrows(UsageException.class, () -> check(words)).getMessage());
    }

    @Test
    void valuesHaveARange() {
        assertDoesNotThrow(() -> check("inner", "--rows", "1", "--filters", "0,7"));
        assertDoesNotThrow(() -> check("inner", "--rows", "1000", "--all"));
        assertEquals("--rows must be at least 1 but is 0", refused("inner", "--rows", "0"));
        assertEquals("--rows must be at most 1,000 but is 1001", refused("inner", "--rows", "1001"));
        assertEquals("--filters must not be negative but is -1", refused("inner", "--filters", "3,-1"));
    }

    @Test
    void aShareIsBelowOne() {
        assertDoesNotThrow(() -> check("-s", "0"));
        assertDoesNotThrow(() -> check("-s", "0.999"));
        assertEquals("--share must be in [0, 1) but is 1.0", refused("-s", "1"));
        assertEquals("--share must be in [0, 1) but is -0.1", refused("-s", "-0.1"));
    }

    private static String unread(String... words) {
        return String.valueOf(assertThrows(CommandLine.ParameterException.class, () -> probe().parseArgs(words))
                .getMessage());
    }

    @Test
    void numbersAreRefusedInTheWordsOfUsers() {
        assertEquals(
                "Invalid value for option '--share': expected a number, such as 0.05, but was 'x'",
                unread("--share", "x"));
        assertEquals(
                "Invalid value for option '--seed': expected a whole number but was '1.5'", unread("--seed", "1.5"));
        assertEquals(
                "Invalid value for option '--rows': expected a whole number up to 2147483647 but was '9999999999'",
                unread("inner", "--rows", "9999999999"));
    }
}
