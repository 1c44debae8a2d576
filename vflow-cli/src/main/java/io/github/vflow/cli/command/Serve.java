package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.model.Alarms;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.ServiceOptions;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.serve.http.ModelServer;
import io.github.vflow.serve.model.Loaded;
import io.github.vflow.serve.model.Models;
import io.github.vflow.serve.model.Served;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.verdict.Alarm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code serve}. */
@Command(
        name = "serve",
        description = {
            "Answer requests over HTTP with models of tables: scores, alarms with their reasons, missing cells, samples.",
            "",
            "POST /score takes a row or a list of rows as JSON, or a table as CSV, and answers in kind with the numbers of vflow"
                    + " score. /v2 answers clients of the Open Inference Protocol, /metrics Prometheus; /openapi.json has all.",
            "",
            "A model file that changes takes the place of the old model, and no request is lost; a damaged one is refused."
                    + " SIGTERM and Ctrl-C end the service after the answers in progress."
        },
        footer = {
            "",
            "Examples:",
            "  vflow serve sensors.safetensors",
            "  vflow serve sensors.safetensors orders.safetensors --port 9000 --alarms 0.001",
            "  vflow serve sensors.safetensors --host 0.0.0.0 --token-file token.txt --key-store keys.p12 --password-file pass.txt"
        },
        exitCodeList = {"0:the service has ended", "1:a model cannot be read, or the address cannot be used", "2:usage"
        })
public final class Serve implements Callable<Integer> {
    private static final Duration RELOAD = Duration.ofSeconds(1);
    private static final String ENDING = ".safetensors";

    @Mixin
    private Console console;

    @Mixin
    private ServiceOptions service;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Model files. A model has the name of its file.")
    private List<Path> files;

    @Option(
            names = "--alarms",
            paramLabel = "RATE",
            description = "The rate of false alarms. Default: 0.01, or the least that the calibration supports.")
    private @Nullable String alarms;

    @Option(names = "--check", description = "Load the models, say how they would be served, and end.")
    private boolean check;

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException {
        OptionalDouble rate = Alarms.rate(console, alarms);
        Map<String, Path> named = named();
        ModelServer.Setup setup = service.setup(RELOAD, this::say, this::print);
        Models models = new Models(named, path -> load(path, rate), this::say);
        if (check) {
            console.report(facts(models, setup, setup.address().getPort()));
            return 0;
        }
        try (ModelServer server = new ModelServer(models, setup)) {
            Thread hook = new Thread(() -> stop(server, setup), "vflow-stop");
            // a signal may come as soon as somebody knows that the service listens
            Runtime.getRuntime().addShutdownHook(hook);
            console.report(facts(models, setup, server.port()));
            console.out().flush();
            await(hook);
        }
        return 0;
    }

    /** Waits for a signal, or for an interrupt. */
    private void await(Thread hook) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** Ends the process with the status 0: a signal alone would make it another one. */
    private void stop(ModelServer server, ModelServer.Setup setup) {
        server.stop(setup.limits().time());
        console.out().flush();
        Runtime.getRuntime().halt(0);
    }

    private void say(String line) {
        synchronized (end) {
            console.note("vflow: %s", Printable.line(line));
        }
    }

    private void print(String line) {
        synchronized (end) {
            console.out().println(line);
            console.out().flush();
        }
    }

    private Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            name = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
            Path other = named.put(name, file);
            console.require(other == null, "%s and %s have the same name, %s; rename one of them", other, file, name);
        }
        return named;
    }

    private Loaded load(Path path, OptionalDouble rate) throws IOException {
        ModelFile file = ModelInput.load(console, path);
        TableModel model = ModelInput.ofTable(path, file);
        boolean judges = rate.isPresent()
                || (file.calibration().isPresent() && file.model().given() == 0);
        Optional<Alarm> alarm = judges ? Optional.of(Alarms.of(path, file, model, rate)) : Optional.empty();
        // an answer has no notes, so a cell that its column cannot hold is the error of its row
        ReadOptions options = new CellFormat(CsvSource.Format.detect(), Optional.empty(), Optional.empty(), true)
                .orMissingOf(file.notes(), path.toString())
                .options();
        return new Loaded(model, options, alarm, file.scoring());
    }

    private Facts facts(Models models, ModelServer.Setup setup, int port) {
        String address = (setup.tls().isPresent() ? "https" : "http") + "://" + service.host() + ":" + port;
        Facts facts = new Facts()
                .put("address", address)
                .put("token", setup.token().isPresent())
                .put("access_log", setup.accessLog().isPresent())
                .put("max_body", setup.limits().body())
                .put("max_rows", setup.limits().rows())
                .put("max_time", setup.limits().time().toSeconds())
                .put("max_waiting", setup.limits().waiting());
        List<Map<String, Object>> list = new ArrayList<>();
        for (Served s : models.all()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", s.name());
            one.put("version", s.version());
            one.put("columns", s.model().columns());
            one.put("verdict", s.time().words());
            s.loaded().alarm().ifPresent(a -> one.put("rate", a.rate()));
            list.add(one);
            facts.line(
                    "%s: %s, %s, %s",
                    Printable.line(s.title()),
                    Printable.line(String.join(", ", s.model().columns())),
                    s.loaded()
                            .alarm()
                            .map(a -> "alarms at a rate of " + a.rate())
                            .orElse("no alarms, since it is not calibrated"),
                    s.time().words());
        }
        return facts.put("models", list).line("%s %s", check ? "would listen on" : "listening on", address);
    }
}
