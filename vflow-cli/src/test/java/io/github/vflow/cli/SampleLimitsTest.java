package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of {@code vflow sample}, by models that nobody trained. */
final class SampleLimitsTest {
    private static final ImageSpec IMAGES =
            ImageSpec.small(4, 4, 1, 256, 1, 4, 1).withHeads(2);

    @TempDir
    private Path dir;

    private Path save(Model model, String name) throws IOException {
        Path file = dir.resolve(name + ".safetensors");
        new ModelFile(model, List.of(), Map.of()).save(file);
        return file;
    }

    @Test
    void rowsBeyondTheMemoryAreRefused() throws IOException {
        Path wide = save(Models.of(RowSpec.of(200, 0, 1), 4), "wide");
        Path out = dir.resolve("o.csv");
        String said = Run.vflow("sample", wide, "-n", 100_000_000, "--out", out).failure(2);
        assertTrue(
                said.startsWith("vflow: --rows 100,000,000 of 200 numbers each: that takes 240.0 GB but this JVM has"),
                said);
        assertFalse(Files.exists(out));
    }

    @Test
    void imagesOfAClassAreAskedForByItsNumber() throws IOException {
        Path told = save(Models.of(IMAGES.withClasses(3), 4), "told");
        for (int label : new int[] {-1, 3}) {
            assertEquals(
                    "vflow: --label: the model knows classes 0 to 2 but not " + label + " (see vflow sample --help)",
                    Run.vflow("sample", told, "-n", 2, "--label=" + label).failure(2));
        }
        Path picture = dir.resolve("p.png");
        for (int label : new int[] {0, 2}) {
            Run drawn = Run.vflow("sample", told, "-n", 2, "--label", label, "--plot", picture, "--json")
                    .ok();
            assertEquals(label, drawn.json().path("label").intValue());
            assertEquals(2, drawn.json().path("images").intValue());
        }
        assertTrue(ImageIO.read(picture.toFile()).getWidth() > 2 * 4, "two images side by side");
        assertTrue(Run.vflow("sample", save(Models.of(IMAGES, 4), "i"), "-n", 2, "--label", 0)
                .failure(1)
                .contains("the model is not class-conditional; leave out --label"));
    }

    @Test
    void rowsHaveNoPictureOptionsAndImagesNoTable() throws IOException {
        Path images = save(Models.of(IMAGES, 4), "i");
        Path out = dir.resolve("o");
        assertTrue(Run.vflow("sample", images, "--given", "a=1").failure(2).contains("--given is for rows"));
        assertTrue(Run.vflow("sample", images, "--gaps").failure(2).contains("--gaps is for rows of a table"));
        assertTrue(Run.vflow("sample", images, "--out", out).failure(2).contains("--out is for rows"));
        assertTrue(Run.vflow("sample", images, "--temperature", 0).failure(2).contains("must be positive but is 0.0"));
        Path picture = dir.resolve("p.png");
        Run drawn = Run.vflow("sample", images, "-n", 3, "--plot", picture).ok();
        assertEquals("wrote " + picture + ": 3 images\n", drawn.out());
        assertTrue(Run.vflow("sample", images, "-n", 3, "--plot", images)
                .failure(1)
                .contains("--plot and MODEL are both"));
    }
}
