package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No command writes over what it reads, or twice to one file. */
final class OutputsTest {
    @TempDir
    Path dir;

    /** All files of a folder, so that a test can see that none has changed. */
    private Map<Path, String> files() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path p : paths.filter(Files::isRegularFile).toList()) {
                all.put(p, Arrays.toString(Files.readAllBytes(p)));
            }
        }
        return all;
    }

    @BeforeEach
    void write() throws IOException {
        Tables.write(dir.resolve("in.csv"), 50, 3);
        new ModelFile(Models.of(RowSpec.of(3, 1, 1), 4), List.of(), Map.of()).save(dir.resolve("m"));
        Path images = Files.createDirectory(dir.resolve("images"));
        for (String name : List.of("a.png", "b.png", "c.PNG")) {
            ImageIO.write(
                    new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
                    "png",
                    images.resolve(name).toFile());
        }
        Files.copy(images.resolve("a.png"), dir.resolve("one.png"));
    }

    /** Words that begin with @ are files of the folder. */
    private Run vflow(String command) {
        List<Object> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(word.startsWith("@") ? dir.resolve(word.substring(1)) : word);
        }
        return Run.vflow(words.toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train @in.csv --steps 1 --out @in.csv | --out and DATA.csv are both @in.csv; give --out another name",
                "train @in.csv --steps 1 --out @x --checkpoint @in.csv | --checkpoint and DATA.csv are both @in.csv",
                "train @in.csv --steps 1 --checkpoint @x --out @x | --checkpoint and --out are both @x",
                "experiment --images @one.png --validation 0 --steps 1 --out @one.png | --out and DATA are both @one.png",
                "score @m @in.csv --out @in.csv | --out and IN.csv are both @in.csv",
                "score @m @in.csv --out @m | --out and MODEL are both @m",
                "report @m --data @in.csv --out @in.csv | --out and --data are both @in.csv",
                "report @m --data @in.csv --out @m | --out and MODEL are both @m",
                "sample @m --out @m | --out and MODEL are both @m",
                "sample @m --plot @m | --plot and MODEL are both @m",
                "sample @m --out @x --plot @x | --plot and --out are both @x",
            })
    void oneFileIsRefused(String command, String message) throws IOException {
        Map<Path, String> before = files();
        String said = vflow(command).failure(1);
        assertTrue(said.contains("vflow: " + message.replace("@", dir + "/")), said);
        assertEquals(before, files());
    }

    @ParameterizedTest
    @CsvSource({"link.csv,true,false", "hard.csv,false,true", "images/../in.csv,false,false"})
    void alsoUnderAnotherName(String name, boolean symbolic, boolean hard) throws IOException {
        Path other = dir.resolve(name);
        if (symbolic) {
            Files.createSymbolicLink(other, dir.resolve("in.csv"));
        }
        if (hard) {
            Files.createLink(other, dir.resolve("in.csv"));
        }
        Map<Path, String> before = files();
        String said = vflow("score @m @in.csv --out @" + name).failure(1);
        assertTrue(said.contains("--out and IN.csv are both " + other), said);
        said = vflow("train @" + name + " --steps 1 --out @in.csv").failure(1);
        assertTrue(said.contains("--out and DATA.csv are both " + dir.resolve("in.csv")), said);
        assertEquals(before, files());
    }

    /** Neither is there yet. */
    @Test
    void newFilesAreOneByTheirPath() throws IOException {
        Files.createSymbolicLink(dir.resolve("here"), dir);
        String said = vflow("sample @m --out @x.csv --plot @here/x.csv").failure(1);
        assertTrue(said.contains("--plot and --out are both " + dir.resolve("here/x.csv")), said);
    }

    @Test
    void aFolderOfImagesGetsNothing() throws IOException {
        Map<Path, String> before = files();
        String train = "experiment --images @images --validation 0 --steps 1 --batch 2 --filters 4 --heads 2";
        String said = vflow(train + " --out @images/x").failure(1);
        assertTrue(
                said.contains("--out " + dir.resolve("images/x")
                        + " is in DATA, a folder of images, which must hold nothing" + " else; write it elsewhere"),
                said);
        said = vflow(train + " --out @images").failure(1);
        assertTrue(said.contains("it is a directory"), said);
        assertEquals(before, files());
        Files.createDirectory(dir.resolve("images/.runs"));
        vflow(train + " --out @images/.runs/x").ok();
        vflow(train + " --out @images/.x").ok();
        vflow(train + " --out @y").ok();
    }

    @Test
    void aCheckpointIsReadAndWritten() throws IOException {
        String train = "train @in.csv --out @o --checkpoint @c --threads 1";
        vflow(train + " --steps 4 --hidden 3 --augment 0").ok();
        byte[] first = Files.readAllBytes(dir.resolve("o"));
        vflow(train + " --resume").ok();
        assertArrayEquals(first, Files.readAllBytes(dir.resolve("o")));
        String said = vflow("train @in.csv --out @c --checkpoint @c --resume").failure(1);
        assertTrue(said.contains("--checkpoint and --out are both"), said);
    }

    @Test
    void whatIsNoFileMayTakeAll() {
        assumeTrue(Files.exists(Path.of("/dev/null")), "no /dev/null here");
        vflow("sample @m -n 3 --out /dev/null").ok();
        vflow("score @m @in.csv --elbo --out /dev/null").ok();
    }

    @ParameterizedTest
    @CsvSource({"sample @m --out", "sample @m --plot", "score @m @in.csv --out"})
    void wherePlaceIsMissingNothingIsDone(String command) {
        String said = vflow(command + " @no/x").failure(1);
        assertTrue(
                said.contains("no/x: the directory " + dir.resolve("no") + " does not exist; create it first"), said);
        said = vflow(command + " @images").failure(1);
        assertTrue(said.contains(" " + dir.resolve("images") + ": it is a directory"), said);
    }
}
