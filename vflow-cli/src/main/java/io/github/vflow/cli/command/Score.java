package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.FirstPass;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.AlarmOptions;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.option.ImportanceOptions;
import io.github.vflow.cli.report.table.JudgedTally;
import io.github.vflow.cli.report.table.ScoredTable;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code score}. */
@Command(
        name = "score",
        description = {
            "Add a column with the log-density of each row, in nats in the units of the file.",
            "",
            "Columns are found by their names, in any order. All cells are copied as they stand. A low log_prob marks a row"
                    + " that is unlike the training data. Missing cells, and labels that the model does not know, are"
                    + " integrated out. The log_prob of a row that cannot be scored is empty. --errors says how far an estimate may be off. Standard output has control"
                    + " characters of cells as escapes; --out writes them as they are.",
            "",
            "With --alarms 0.01, on average at most one in a hundred normal rows is an alarm; the reason says which column is"
                    + " odd, and what was expected there. The alarm compares alarm_score, which is no log_prob: sort by it for the"
                    + " oddest rows. A row that breaks an exact relation between columns is an alarm at any rate; its alarm_score is"
                    + " -Infinity, and its log_prob is of the other columns.",
            "",
            "--fdr 0.1 sets the rate so that a tenth of the alarms is false; --budget 0.01 writes the hundredth of the rows that is"
                    + " oddest, the oddest first; --by site compares each row with rows of its site.",
            "",
            "Rows are read, scored and written in blocks, so a table may have any number of them."
        },
        footer = {
            "",
            "Examples:",
            "  vflow score sensors.safetensors today.csv --out scored.csv",
            "  vflow score sensors.safetensors today.csv | sort -t, -k4 -g | head",
            "  vflow score sensors.safetensors today.csv --alarms 0.001 | grep ,true,",
            "  vflow score sales.safetensors today.csv --budget 0.01 --by site"
        },
        exitCodeList = {
            "0:all rows have a score",
            "1:the model or the table cannot be read, or nothing can be written",
            "2:usage",
            "3:done, but some rows have no score, or the model has no alarms; standard error says which and why"
        })
public final class Score implements Callable<Integer> {
    /** A table of at most this number of rows is scored without vectors, whose kernels would have to be compiled. */
    private static final int FEW = 8;

    /** A third of this number of samples, rounded up, is two: one sample has no spread. */
    private static final int FEWEST = GapDefaults.ONE_CELL + 1;

    private static final Set<String> OTHER_SCORES = Set.of("--elbo", "--samples", "--seed");

    @Mixin
    private Console console;

    @Mixin
    private ImportanceOptions importance;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN.csv", description = "A table with the model's columns.")
    private Path in;

    @Option(names = "--out", paramLabel = "OUT.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--elbo",
            description = "Write one-sample bounds, in a column elbo instead of log_prob: faster, noisier and lower.")
    private boolean elbo;

    @Option(
            names = "--errors",
            description =
                    "Add the column log_prob_error: the standard error of log_prob in nats, 0 if it is exact, empty if fewer than"
                            + " five samples are effective, so that log_prob is not known.")
    private boolean errors;

    @Mixin
    private AlarmOptions alarms;

    @Override
    public Integer call() throws IOException {
        alarms.check(console);
        List<String> others =
                console.given().stream().filter(OTHER_SCORES::contains).toList();
        console.require(
                !alarms.judges() || others.isEmpty(),
                "alarms compare with scores as the model file says, so leave out " + String.join(", ", others));
        console.require(
                !errors || !elbo, "--errors are of log_prob, which --elbo does not write; leave out one of both");
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("IN.csv", in)
                .writes("--out", out)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        TableModel model = ModelInput.ofTable(modelFile, file);
        boolean isBound = elbo && file.model().noise() > 0;
        List<String> added = new ArrayList<>(List.of(isBound ? "elbo" : "log_prob"));
        if (errors) {
            added.add("log_prob_error");
        }
        Optional<Alarm> asked = alarms.alarm(console, modelFile, file, model);
        Optional<FirstPass> first = asked.isPresent() && alarms.readsTwice()
                ? Optional.of(firstPass(file, model, asked.get()))
                : Optional.empty();
        Optional<Alarm> alarm =
                first.isPresent() ? asked.map(a -> a.atLevel(first.get().level())) : asked;
        if (alarm.isPresent()) {
            added.addAll(JudgedTally.OF_ALARMS);
        }
        RecordScorer plain = alarm.map(RecordScorer.of(model)::withAlarm).orElseGet(() -> RecordScorer.of(model));
        Scoring usual = importance.scoring(file.scoring());
        console.require(
                !errors || usual.samples() >= FEWEST,
                "--errors needs at least " + FEWEST
                        + " samples, since a row with one missing cell takes a third of them, but has "
                        + usual.samples() + "; give more --samples");
        Scoring scoring = isBound ? new Scoring(1, usual.seed()) : usual;
        try (ModelTable table = ModelTable.open(in, format.format(), file, modelFile, plain)) {
            RecordReader records = table.records();
            List<String> names = ModelTable.newNames(console, in, records.columns(), added);
            JudgedTally tally = new JudgedTally();
            // an alarm has ln p by the usual engine, whose second pass would give the same
            boolean isKnown = alarm.isPresent() && engines.isUsual();
            Engine engine = table.first().size() <= FEW && alarm.isEmpty() ? engines.unhurried() : engines.sequential();
            try (RecordScorer scorer = ModelInput.apply(
                    modelFile,
                    () -> isKnown
                            ? plain.withThreads(engines.threads())
                            : plain.withEngine(engine, engines.threads(), scoring))) {
                ScoredTable to =
                        new ScoredTable(table, first.flatMap(FirstPass::chosen), errors, alarm.isPresent(), tally);
                console.write(
                        out,
                        stream -> table.write(
                                stream,
                                names,
                                (block, csv) -> to.write(block, some -> scored(some, scorer), csv),
                                to::end));
                if (alarm.isPresent() && scorer.canExplain() && !scorer.explainsAlarms()) {
                    console.note(
                            "the reasons name no column that is to blame, which takes seconds for a row of %s; vflow explain"
                                    + " %s %s --row N does for one row",
                            Text.count(model.columns().size(), "column"), modelFile, in);
                }
            }
            TableNotes.say(console, in, records, "scored");
            report(tally, records.records(), added.getFirst(), alarm.isPresent());
            return alarms.judges() && alarm.isEmpty() ? Console.SOME_ROWS : TableNotes.code(records);
        }
    }

    private List<RecordScorer.Judged> scored(List<RecordReader.Entry> block, RecordScorer scorer) {
        return ModelInput.apply(modelFile, () -> scorer.score(block));
    }

    private FirstPass firstPass(ModelFile file, TableModel model, Alarm alarm) throws IOException {
        console.require(Files.isRegularFile(in), "--fdr and --budget read the table twice, so %s must be a file", in);
        RecordScorer scorer = RecordScorer.of(model).withAlarm(alarm).withoutBlame();
        try (ModelTable table = ModelTable.open(in, format.format(), file, modelFile, scorer)) {
            return FirstPass.of(
                    table.records(), block -> scored(block, scorer), alarms.fdr(console), alarms.budget(console));
        }
    }

    private void report(JudgedTally tally, long rows, String column, boolean isJudged) {
        if (tally.notFinite() > 0) {
            console.note(
                    "%,d of %s %s so far from the training data that float32 has no number for the density; the mean is"
                            + " without",
                    tally.notFinite(), Text.count(rows, "row"), tally.notFinite() == 1 ? "is" : "are");
        }
        if (errors && tally.unknown() > 0) {
            console.note(
                    "%,d of %s %s a log_prob that is not known: fewer than five samples are effective, so log_prob_error is empty;"
                            + " the rows are unlike those of training, or --samples must be higher",
                    tally.unknown(), Text.count(rows, "row"), tally.unknown() == 1 ? "has" : "have");
        }
        console.report(
                out,
                alarms.budget(console).isPresent() && isJudged
                        ? tally.ofOddest(modelFile, rows, out)
                        : tally.ofScores(modelFile, rows, column, isJudged, errors, out));
    }
}
