package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on images, with a model that is hardly trained. */
final class ImagesTest {
    @TempDir
    static Path shared;

    @TempDir
    Path dir;

    private static Path model;

    @BeforeAll
    static void trained() {
        model = shared.resolve("digits.safetensors");
        train("--out", model, "--steps", 3).ok();
    }

    private static Run train(Object... options) {
        List<Object> all = new ArrayList<>(List.of("experiment", "--images", "digits", "--batch", 8, "--threads", 1));
        all.addAll(List.of("--filters", 4, "--heads", 2, "--dropout", 0.1));
        all.addAll(Arrays.asList(options));
        return Run.vflow(all.toArray());
    }

    @Test
    void evaluatesInBitsPerDimension() {
        JsonNode json = Run.vflow("evaluate", model, "digits-test", "--rows", 20, "--samples", 2, "--json")
                .ok()
                .json();
        assertEquals(20, json.path("rows").intValue());
        double nats = json.path("log_likelihood").doubleValue();
        assertEquals(-nats / (64 * Math.log(2)), json.path("bits_per_dim").doubleValue(), 1e-12);
        assertTrue(json.path("bits_per_dim").doubleValue()
                <= json.path("elbo_bits_per_dim").doubleValue());
        for (String mean : List.of("", "elbo_")) {
            String inNats = mean.isEmpty() ? "log_likelihood" : "elbo";
            double bits = 1 / (64 * Math.log(2));
            assertEquals(
                    -bits * json.path(inNats).doubleValue(),
                    json.path(mean + "bits_per_dim").doubleValue(),
                    1e-9);
            assertEquals(
                    bits * json.path(inNats + "_standard_error").doubleValue(),
                    json.path(mean + "bits_per_dim_standard_error").doubleValue(),
                    1e-9);
        }
    }

    @Test
    void drawsSamples() throws IOException {
        Path plot = dir.resolve("samples.png");
        assertTrue(
                Run.vflow("sample", model, "-n", 4, "--plot", plot).ok().out().contains("4 images"));
        assertTrue(ImageIO.read(plot.toFile()).getWidth() > 16);
        JsonNode json = Run.vflow("sample", model, "-n", 3, "--seed", 5, "--temperature", 0.5, "--plot", plot, "--json")
                .ok()
                .json();
        assertEquals(3, json.path("images").intValue());
        assertEquals(5, json.path("seed").intValue());
        assertEquals(0.5, json.path("temperature").doubleValue());
    }

    /** With halves that leave, a model is trained, written, and draws. */
    @Test
    void scalesAreFactoredOut() {
        Path out = dir.resolve("scales.safetensors");
        train("--out", out, "--steps", 1, "--scales", 2, "--factor-out").ok();
        String stages =
                "2 on columns, 2 on channels, squeeze, factor out half of the channels, 2 on columns, 3 on channels,"
                        + " squeeze, factor out half of the channels, 2 on columns, 3 on channels";
        assertTrue(Run.vflow("info", out).ok().out().contains(stages));
        Path plot = dir.resolve("cool.png");
        Run.vflow("sample", out, "-n", 4, "--temperature", 0.5, "--plot", plot).ok();
        assertTrue(train("--scales", 4).failure(2).contains("the width must be even: Stage[kind=COLUMNS"));
    }

    /** Trained in less memory, described, sampled by class and temperature. */
    @ParameterizedTest
    @CsvSource({
        "patches,affine,'squeeze, 2 from patch to patch','norm, affine by 1 transformer blocks of 8 features, 2 heads'",
        "patches,mixture,'squeeze, 2 from patch to patch','norm, mixture of 8 logistics by 1 transformer blocks of 8'",
        "jet,affine,'squeeze, 2 on jet-checkerboard','norm, pointwise map, affine by 1 transformer blocks of 8'"
    })
    void transformerBlocks(String kind, String coupling, String stages, String steps) throws IOException {
        Path out = dir.resolve("blocks.safetensors");
        List<Object> all = new ArrayList<>(List.of("experiment", "--images", "digits", "--batch", 8, "--threads", 1));
        all.addAll(List.of("--step-kind", kind, "--coupling", coupling, "--patch", 2, "--width", 8, "--depth", 1));
        all.addAll(List.of("--flow-steps", 2, "--filters", 4, "--heads", 2, "--steps", 2));
        all.addAll(List.of("--class-conditional", "--memory", "checkpointed", "--out", out));
        Run.vflow(all.toArray()).ok();
        String info = Run.vflow("info", out).ok().out();
        assertTrue(info.contains("stages      " + stages), info);
        assertTrue(info.contains("steps       " + steps), info);
        Path plot = dir.resolve("cool.png");
        Run.vflow("sample", out, "-n", 2, "--label", 3, "--temperature", 0.5, "--plot", plot)
                .ok();
    }

    @Test
    void classesAreTold() throws IOException {
        Path out = dir.resolve("classes.safetensors");
        train("--out", out, "--class-conditional", "--steps", 2).ok();
        assertTrue(Run.vflow("info", out).ok().out().contains("condition   the class, of 10"));
        String evaluated = Run.vflow("evaluate", out, "digits-test", "--rows", 4, "--samples", 1)
                .ok()
                .out();
        assertTrue(evaluated.contains("4 rows of digits-test given their classes"), evaluated);

        Path three = dir.resolve("three.png");
        Path four = dir.resolve("four.png");
        JsonNode drawn = Run.vflow("sample", out, "-n", 2, "--label", 3, "--plot", three, "--json")
                .ok()
                .json();
        assertEquals(3, drawn.path("label").intValue());
        Run.vflow("sample", out, "-n", 2, "--label", 4, "--plot", four).ok();
        assertTrue(Run.vflow("sample", out, "-n", 2, "--label", 10, "--plot", three)
                .failure(2)
                .contains("--label: the model knows classes 0 to 9 but not 10"));
        assertTrue(Run.vflow("sample", model, "-n", 2, "--label", 1, "--plot", three)
                .failure(1)
                .contains("the model is not class-conditional"));
        Path unlabelled = dir.resolve("unlabelled");
        Files.createDirectory(unlabelled);
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                unlabelled.resolve("a.png").toFile());
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                unlabelled.resolve("b.png").toFile());
        assertEquals(
                "vflow: " + unlabelled
                        + ": the images have no labels; leave out --class-conditional, or give labelled ones",
                Run.vflow("experiment", "--images", unlabelled, "--class-conditional", "--validation", 0)
                        .failure(1));
    }

    @Test
    void memoryIsPlannedForEachWay() {
        String info = Run.vflow("info", model).ok().out();
        for (String way : List.of("stored", "checkpointed", "reversible", "checkpointed-blocks", "reversible-blocks")) {
            assertTrue(info.contains("batch of 8, " + way + ": "), info);
        }
    }

    @Test
    void largeBatchesAreInShardsUnlessLessMemoryIsAskedFor() {
        String info = Run.vflow("info", model, "--batch", 64).ok().out();
        assertTrue(info.contains("batch of 64, stored: 2 shards, each "), info);
        assertFalse(info.contains("checkpointed: 2 shards"), info);
    }

    /** Every kind of coupling is one for images too. */
    @Test
    void imagesHaveAnyCoupling() throws IOException {
        Path file = dir.resolve("affine.safetensors");
        Run.vflow(
                        "experiment",
                        "--images",
                        "digits",
                        "--coupling",
                        "affine-tanh",
                        "--filters",
                        4,
                        "--heads",
                        0,
                        "--steps",
                        2,
                        "--batch",
                        4,
                        "--out",
                        file)
                .ok();
        assertTrue(Run.vflow("info", file).ok().out().contains("affine-tanh by 1 blocks"));
    }

    @Test
    void presetsHaveThePublishedNumberOfParameters() {
        assertTrue(Run.vflow("info", "--preset", "vflow-cifar10").ok().out().contains("39,700,096 parameters"));
        if (Boolean.getBoolean("vflow.nightly")) {
            assertTrue(
                    Run.vflow("info", "--preset", "flowpp-cifar10").ok().out().contains("31,443,440 parameters"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "experiment --images digits --hidden 5 | --hidden is for toy densities; leave it out with --images",
                "experiment moons --filters 8 | --filters are for images; add --images, or leave them out",
                "experiment --images digits --posterior gaussian | --posterior gaussian is for rows",
                "experiment --images digits --filters 6 --heads 4 | --filters 6 must be a multiple of --heads 4",
                "experiment --images digits --heads 3 | --filters 16 must be a multiple of --heads 3",
                "info --preset nothing | no preset \"nothing\"",
            })
    void wrongOptionsAreExplained(String command, String message) {
        Run run = Run.vflow((Object[]) command.split(" ", -1));
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.out().isEmpty(), run.out());
    }

    @Test
    void otherImagesAndOtherCommandsAreRefused() {
        assertTrue(Run.vflow("evaluate", model, "digits-test", "--pad", 16)
                .failure(1)
                .contains("the model " + model
                        + " is for images 8 × 8 × 1 of 17 levels but these are 16 × 16 × 1 of 17"));
        assertTrue(Run.vflow("experiment", "--images", "nowhere").failure(1).contains("neither a file nor a folder"));
    }
}
