package io.github.vflow.cli.option;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Options of architectures, of rows and of images, and the specifications that they make. */
final class ArchitectureOptionsTest {
    @Command
    private static final class Options {
        @Mixin
        private ModelOptions model;

        @Mixin
        private ImageOptions images;

        @Mixin
        private ImageDataOptions data;
    }

    private static Options parsed(String... words) {
        Options options = new Options();
        CommandLine line = new CommandLine(options);
        EnumWords.install(line);
        line.parseArgs(words);
        return options;
    }

    @Command
    private static final class OfTables {
        @Mixin
        private FlowOptions flow;
    }

    private static RowSpec table(String... words) {
        OfTables options = new OfTables();
        new CommandLine(options).parseArgs(words);
        return options.flow.of(5);
    }

    private static RowSpec toy(String... words) {
        return parsed(words).model.ofToy(2);
    }

    private static String refused(Executable action) {
        return String.valueOf(assertThrows(UsageException.class, action).getMessage());
    }

    @Test
    void usualArchitecturesOfRows() {
        assertEquals(Planner.usualFlow(5), table());
        RowSpec toy = toy();
        assertEquals(8, toy.augment());
        assertEquals(CouplingSpec.Kind.AFFINE_TANH, toy.steps().coupling().kind());
        assertEquals(
                RowSpec.Augmentation.Posterior.Kind.FLOW,
                toy.augmentation().posterior().kind());
        assertEquals(1, toy.augmentation().posterior().steps());
    }

    @Test
    void optionsOfRowsChangeWhatTheyName() {
        RowSpec spec = table("--hidden=12,12", "--augment=2", "--flow-steps=7");
        assertEquals(List.of(12, 12), spec.steps().conditioner().hidden());
        assertEquals(2, spec.augment());
        assertEquals(7, spec.steps().number());
        RowSpec toy = toy(
                "--hidden=6",
                "--augment=1",
                "--flow-steps=3",
                "--coupling=spline",
                "--posterior=gaussian",
                "--step-kind=autoregressive");
        assertEquals(List.of(6), toy.steps().conditioner().hidden());
        assertEquals(1, toy.augment());
        assertEquals(3, toy.steps().number());
        assertEquals(CouplingSpec.of(CouplingSpec.Kind.SPLINE), toy.steps().coupling());
        assertEquals(Steps.Kind.AUTOREGRESSIVE, toy.steps().kind());
        assertEquals(
                "--step-kind patches is for images; toy densities have coupling, autoregressive or"
                        + " inverse-autoregressive",
                refused(() -> toy("--step-kind=patches")));
    }

    private static ImageTrainingData digits() throws IOException {
        return ImageTrainingData.named("digits", 0, 0, 0.1, 1);
    }

    private static ImageSpec images(String... words) throws IOException {
        Options options = parsed(words);
        return options.images.spec(digits(), options.model);
    }

    private static String refusedImages(String... words) {
        return refused(() -> images(words));
    }

    @Test
    void usualArchitecturesOfImages() throws IOException {
        ImageSpec spec = images();
        assertEquals(new ImageSpec.Pixels(8, 8, 1, 17), spec.image());
        assertEquals(1, spec.augment());
        assertEquals(0, spec.classes());
        assertEquals(ImageSpec.stages(2, 1, false), spec.layout());
        assertEquals(16, spec.net().filters());
        assertEquals(1, spec.net().blocks());
        assertEquals(4, spec.net().heads());
        assertEquals(CouplingSpec.Kind.MIXTURE, spec.coupling().kind());
        assertEquals(ImagePosteriorKind.FLOW, spec.posterior().kind());
        assertFalse(parsed().images.isClassConditional());
    }

    @Test
    void optionsOfImagesChangeWhatTheyName() throws IOException {
        ImageSpec spec = images(
                "--filters=12",
                "--blocks=3",
                "--heads=3",
                "--scales=2",
                "--factor-out",
                "--class-conditional",
                "--dropout=0.25",
                "--dequantizer=uniform",
                "--conditional-blocks=5",
                "--augment=0");
        assertEquals(10, spec.classes());
        assertEquals(ImageSpec.stages(1, 2, true), spec.layout());
        assertEquals(12, spec.net().filters());
        assertEquals(3, spec.net().blocks());
        assertEquals(3, spec.net().heads());
        assertEquals(0.25, spec.net().dropout());
        assertEquals(DequantizerKind.UNIFORM, spec.dequantizer().kind());
        assertEquals(5, spec.dequantizer().flow().blocks());
        assertEquals(ImagePosteriorKind.PRIOR, spec.posterior().kind());
        assertEquals(
                ImagePosteriorKind.PRIOR,
                images("--posterior=prior").posterior().kind());
        assertTrue(parsed("--class-conditional").images.isClassConditional());
        ImageSpec patches = images("--step-kind=patches", "--patch=4", "--width=20", "--depth=3", "--flow-steps=5");
        assertEquals(ImageSpec.patches(2, 5), patches.layout());
        assertEquals(20, patches.net().filters());
        assertEquals(3, patches.net().blocks());
        ImageSpec jet = images("--step-kind=jet");
        assertEquals(ImageSpec.jet(1, 4), jet.layout());
        assertEquals(64, jet.net().filters());
        assertEquals(2, jet.net().blocks());
    }

    @Test
    void optionsOfImagesThatExcludeEachOther() {
        assertEquals("--filters 10 must be a multiple of --heads 4", refusedImages("--filters=10"));
        for (String one : List.of("--blocks=1", "--scales=1", "--factor-out", "--dropout=0.1")) {
            assertEquals(
                    "--blocks, --scales, --factor-out and --dropout are for couplings, but --step-kind is jet; leave"
                            + " them out",
                    refusedImages("--step-kind=jet", one));
        }
        assertEquals("--patch must be a power of two but is 3", refusedImages("--step-kind=jet", "--patch=3"));
        assertEquals("--width 10 must be a multiple of --heads 4", refusedImages("--step-kind=jet", "--width=10"));
        assertEquals("--width 64 must be a multiple of --heads 0", refusedImages("--step-kind=jet", "--heads=0"));
        assertEquals(
                "--step-kind autoregressive is for rows; models of images have coupling, patches or jet",
                refusedImages("--step-kind=autoregressive"));
        for (String one : List.of("--patch=2", "--width=64", "--depth=2", "--flow-steps=4")) {
            assertEquals(
                    "--patch, --width, --depth and --flow-steps need --step-kind patches or jet but that is coupling",
                    refusedImages(one));
        }
        assertEquals(
                "--posterior gaussian is for rows; models of images have prior or flow",
                refusedImages("--posterior=gaussian"));
    }

    @Test
    void imagesAreBroughtToSize() throws IOException {
        ImageDataOptions options = parsed("--images", "--pad=10", "--halve=1").data;
        assertTrue(options.areGiven());
        ImageTrainingData data = options.split("digits", 0.1, 3);
        assertEquals(25, data.features());
        ImageDataOptions none = parsed().data;
        assertFalse(none.areGiven());
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        Model model = Models.of(ImageSpec.small(4, 4, 1, 17, 0, 4, 1), 1);
        assertEquals(
                "digits: the model m is for images 4 × 4 × 1 of 17 levels but these are 8 × 8 × 1 of 17; give images like"
                        + " those it was trained on, or bring them to size with --pad and --halve",
                assertThrows(
                                FileFormatException.class,
                                () -> parsed("--images").data.read("digits", model, Path.of("m")))
                        .getMessage());
        Model fits = Models.of(ImageSpec.small(8, 8, 1, 17, 0, 4, 1), 1);
        assertDoesNotThrow(() -> parsed("--images").data.read("digits-test", fits, Path.of("m")));
    }

    /** Images that fit into a gibibyte are stored, unless the user wants otherwise; rows have no choice. */
    @Test
    void memoryIsAsTheUserWants() {
        TrainingPlan plan = TrainingPlan.of(9, 8, 1e-3, 1);
        Model images = Models.of(ImageSpec.small(4, 4, 1, 16, 0, 4, 1), 1);
        Model rows = Models.of(RowSpec.of(2, 0, 1), 1);
        assertEquals(
                TrainingProgram.fitted(images, plan, 1L << 30), parsed().images.fitted(plan, images));
        Options reversible = parsed("--memory=reversible");
        assertEquals(
                TrainingProgram.sharded(plan.withMemory(Memory.REVERSIBLE), images),
                reversible.images.fitted(plan, images));
        assertNotEquals(reversible.images.fitted(plan, images), parsed().images.fitted(plan, images));
        assertEquals(TrainingProgram.sharded(plan, rows), parsed().images.fitted(plan, rows));
    }

    @Test
    void presetsAreThoseOfTheLibrary() {
        List<String> names = new ArrayList<>();
        new Presets().forEach(names::add);
        assertEquals(ImageSpec.presets(), names);
    }
}
