package io.github.vflow.cli.option;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.usage.DataKind;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        private RowOptions rows;

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

    private static RowSpec table(String... words) {
        Options options = parsed(words);
        return options.rows.ofTable(5, options.model);
    }

    private static String refused(Executable action) {
        return String.valueOf(assertThrows(UsageException.class, action).getMessage());
    }

    private static String refusedRows(String... words) {
        return refused(() -> table(words));
    }

    @Test
    void usualArchitecturesOfRows() {
        RowSpec table = table();
        assertEquals(0, table.augment());
        assertEquals(5, table.features());
        assertEquals(
                new CouplingSpec(CouplingSpec.Kind.MIXTURE, 8), table.steps().coupling());
        assertEquals(BaseSpec.normal(), table.base());
        Options options = parsed();
        RowSpec toy = options.rows.ofToy(2, options.model);
        assertEquals(8, toy.augment());
        assertEquals(CouplingSpec.Kind.AFFINE_TANH, toy.steps().coupling().kind());
        assertEquals(
                RowSpec.Augmentation.Posterior.Kind.FLOW,
                toy.augmentation().posterior().kind());
        assertEquals(1, toy.augmentation().posterior().steps());
        assertEquals(DataKind.ROWS, options.rows.kind());
    }

    @Test
    void optionsOfRowsChangeWhatTheyName() {
        RowSpec spec = table(
                "--hidden=12,12",
                "--activation=tanh",
                "--linear=lu",
                "--residual",
                "--base=mixture",
                "--base-components=3",
                "--augment=2",
                "--coupling=spline",
                "--components=6",
                "--posterior-steps=4",
                "--flow-steps=7",
                "--step-kind=coupling",
                "--layer-norm");
        MlpSpec net = spec.steps().conditioner();
        assertEquals(List.of(12, 12), net.hidden());
        assertEquals("tanh", EnumWords.of(net.activation()));
        assertTrue(net.residual() && net.layerNorm());
        assertEquals("lu", EnumWords.of(spec.steps().linear()));
        assertEquals(new BaseSpec.Mixture(3), spec.base());
        assertEquals(2, spec.augment());
        assertEquals("spline", EnumWords.of(spec.steps().coupling().kind()));
        assertEquals(6, spec.steps().coupling().components());
        assertEquals(4, spec.augmentation().posterior().steps());
        assertEquals(7, spec.steps().number());
        assertEquals(
                Steps.Kind.AUTOREGRESSIVE,
                table("--step-kind=autoregressive").steps().kind());
        assertEquals(new BaseSpec.Mixture(8), table("--base=mixture").base());
        assertEquals(BaseSpec.student(), table("--base=student").base());
        assertEquals(
                new BaseSpec.Student(3, false),
                table("--base=student", "--base-freedom=3").base());
        assertEquals(
                new BaseSpec.Student(1e6, false),
                table("--base=student", "--base-freedom=1e6").base());
        assertEquals(
                List.of(2),
                table("--layer-norm", "--hidden=2").steps().conditioner().hidden());
    }

    @Test
    void optionsOfRowsThatExcludeEachOther() {
        assertEquals(
                "--step-kind patches is for images; models of rows have coupling, autoregressive or"
                        + " inverse-autoregressive",
                refusedRows("--step-kind=patches"));
        assertTrue(refusedRows("--layer-norm", "--step-kind=autoregressive").endsWith("but that is autoregressive"));
        assertEquals(
                "--layer-norm makes a constant of one unit, so --hidden must be at least 2 but is 4,1",
                refusedRows("--layer-norm", "--hidden=4,1"));
        for (String hidden : List.of("4", "4,5")) {
            assertEquals(
                    "--residual needs at least two hidden layers, all of one width, but --hidden is " + hidden
                            + "; try --hidden 64,64",
                    refusedRows("--residual", "--hidden=" + hidden));
        }
        assertEquals(
                "--base-components is for --base mixture but the base is normal", refusedRows("--base-components=3"));
        assertEquals(
                "--base-freedom is for --base student but the base is mixture",
                refusedRows("--base=mixture", "--base-freedom=3"));
        for (String freedom : List.of("1.0", "1000001.0")) {
            assertEquals(
                    "--base-freedom must be greater than 1 and at most 1e6 but is " + freedom,
                    refusedRows("--base=student", "--base-freedom=" + freedom));
        }
        assertEquals(
                "--components must be at least 2 for a spline coupling but is 1",
                refusedRows("--coupling=spline", "--components=1"));
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
        assertEquals(36, parsed().images.pictures());
        assertFalse(parsed().images.isClassConditional());
        assertEquals(DataKind.IMAGES, parsed().images.kind());
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

    /** The notes of a checkpoint read the same images again. */
    @Test
    void imagesAreReadAgainByTheirNotes() throws IOException {
        ImageDataOptions options = parsed("--images", "--pad=10", "--halve=1").data;
        assertTrue(options.areGiven());
        assertEquals(DataKind.IMAGES, options.kind());
        ImageTrainingData data = options.split("digits", 0.1, 3);
        assertEquals(25, data.features());
        assertEquals(Map.of("pad", "10", "halve", "1", "class-conditional", "false"), options.notes(data));
        Map<String, String> notes = options.notes(data.labelled());
        TrainingData again = ImageDataOptions.restored(new CheckpointNotes(Path.of("c"), notes), "digits", 0.1, 3);
        assertEquals(data.labelled().fingerprint(), again.fingerprint());
        assertEquals(
                data.fingerprint(),
                ImageDataOptions.restored(new CheckpointNotes(Path.of("c"), options.notes(data)), "digits", 0.1, 3)
                        .fingerprint());
        ImageDataOptions none = parsed().data;
        assertFalse(none.areGiven());
        TrainingData toy =
                ImageDataOptions.restored(new CheckpointNotes(Path.of("c"), none.notes(data)), "moons", 0.1, 3);
        assertEquals("moons", toy.name());
        assertTrue(toy instanceof ToyData t && t.hasValidation());
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
