package io.github.vflow.serve.model;

import io.github.vflow.serve.VFlowMetrics;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The models in service by name. A changed file is loaded beside the old model and takes its place at once; if it is damaged, the old model stays.
 * Safe for any number of threads.
 */
public final class Models {
    private static final int DIGITS = 12;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Loaded.Loader loader;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Consumer<String> log;

    /** The place of a model, and the state of its file that was read last. */
    private static final class Place {
        private final Path file;
        private volatile @Nullable Served served;
        private String seen = "";

        Place(Path file) {
            this.file = file;
        }

        Served served() {
            return Objects.requireNonNull(served, "a place has a model from its first load on");
        }
    }

    /**
     * Loads all models and warms them up.
     *
     * @param files by the names of the models
     * @param log receives a line about each model that takes the place of another, or is refused
     * @throws IOException if a file is damaged, or cannot be read
     */
    public Models(Map<String, Path> files, Loaded.Loader loader, Consumer<String> log) throws IOException {
        this.loader = loader;
        this.log = log;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Place place = new Place(file.getValue());
            places.put(file.getKey(), place);
            place.seen = state(place.file);
            replace(file.getKey(), place);
            bind(file.getKey(), place);
        }
    }

    /** The times of a verdict stand in the registry as long as the name: those of the model that is there. */
    private void bind(String name, Place place) {
        gauge(name, "whole", place, served -> served.time().seconds());
        gauge(name, "one missing cell", place, served -> served.time().secondsOfGaps());
    }

    private void gauge(String name, String row, Place place, ToDoubleFunction<Served> seconds) {
        TimeGauge.builder("vflow.verdict.time", () -> seconds.applyAsDouble(place.served()), TimeUnit.SECONDS)
                .description("time of a verdict, one row at a time, when the model was loaded")
                .tags("model", name, "row", row)
                .register(registry);
    }

    /** The registry of all meters. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** All models. */
    public Collection<Served> all() {
        return places.values().stream().map(Place::served).toList();
    }

    /** The model of a name; without a name, the only one. */
    public Optional<Served> find(Optional<String> name) {
        if (name.isEmpty()) {
            return places.size() == 1 ? Optional.of(all().iterator().next()) : Optional.empty();
        }
        return Optional.ofNullable(places.get(name.get())).map(Place::served);
    }

    /** Loads the models anew whose files have changed since they were read. */
    public synchronized void refresh() {
        places.forEach((name, place) -> {
            try {
                String now = state(place.file);
                if (!now.equals(place.seen)) {
                    place.seen = now;
                    replace(name, place);
                    log.accept(name + ": now " + place.served().title());
                }
            } catch (IOException | RuntimeException e) {
                log.accept(name + ": the changed file is refused, "
                        + place.served().title() + " stays: " + e.getMessage());
            }
        });
    }

    /** Requests in progress end with the old model. Its code is compiled, so the new one needs no warm-up. */
    private void replace(String name, Place place) throws IOException {
        String version = version(place.file);
        Loaded loaded = loader.load(place.file);
        if (place.served == null) {
            loaded.model().warmUp();
        }
        Served old = place.served;
        VerdictTime time = VerdictTime.of(
                loaded.model(),
                loaded.scorer().withoutBlame(),
                loaded.scoring(),
                old == null ? VerdictTime.COLD : VerdictTime.WARM);
        if (old != null) {
            old.metrics().close();
        }
        place.served = Served.of(name, version, loaded, VFlowMetrics.bind(loaded.model(), registry, name), time);
    }

    /** A text that changes with the file. */
    private static String state(Path file) throws IOException {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return a.lastModifiedTime() + " " + a.size() + " " + a.fileKey();
        } catch (NoSuchFileException e) {
            return "absent";
        }
    }

    private static String version(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM must have SHA-256", e);
        }
    }
}
