package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output takes the place of an input or of another output. */
final class OutputFilesTest {
    @TempDir
    private Path dir;

    private Path in = Path.of("in");

    @BeforeEach
    void write() throws IOException {
        in = Files.writeString(dir.resolve("in.csv"), "a\n1\n");
    }

    private static String refused(OutputFiles files) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, files::check).getMessage());
    }

    @Test
    void anInputIsNoOutput() throws IOException {
        assertEquals(
                "--out and --data are both " + in + "; give --out another name",
                refused(new OutputFiles().reads("--data", in).writes("--out", in)));
        Path link = Files.createSymbolicLink(dir.resolve("link.csv"), in);
        assertEquals(
                "--out and --data are both " + link + "; give --out another name",
                refused(new OutputFiles().reads("--data", in).writes("--out", link)));
        Path other = Files.writeString(dir.resolve("other.csv"), "");
        assertDoesNotThrow(
                new OutputFiles().reads("--data", in).writes("--out", other).writes("--plot", null)::check);
        assertDoesNotThrow(new OutputFiles().reads("--data", null).writes("--out", in)::check);
        assertDoesNotThrow(
                new OutputFiles().reads("DATA", dir.resolve("moons")).writes("--out", dir.resolve("moons"))::check);
    }

    @Test
    void twoOutputsAreTwoFiles() throws IOException {
        Path m = dir.resolve("m");
        Path same = Files.createSymbolicLink(dir.resolve("here"), dir).resolve("m");
        assertEquals(
                "--plot and --out are both " + same + "; give --plot another name",
                refused(new OutputFiles().writes("--out", m).writes("--plot", same)));
        assertDoesNotThrow(new OutputFiles().writes("--out", m).writes("--plot", dir.resolve("n"))::check);
        assertDoesNotThrow(new OutputFiles().writes("--out", m).writes("--plot", in)::check);
        assertDoesNotThrow(new OutputFiles().writes("--out", in).writes("--plot", m)::check);
    }

    @Test
    void aDeviceMayServeTwoOptions() {
        Path device = Path.of("/dev/null");
        assertDoesNotThrow(new OutputFiles().reads("--data", device).writes("--out", device)::check);
    }

    @Test
    void aFolderOfImagesGetsNothingElse() throws IOException {
        Path images = Files.createDirectory(dir.resolve("images"));
        Files.writeString(images.resolve("a.PNG"), "");
        Files.writeString(images.resolve("b.jpeg"), "");
        Files.writeString(images.resolve(".hidden"), "");
        Path out = images.resolve("m.safetensors");
        assertEquals(
                "--out " + out
                        + " is in --images, a folder of images, which must hold nothing else; write it elsewhere",
                refused(new OutputFiles().reads("--images", images).writes("--out", out)));
        Files.writeString(out, "an earlier model");
        assertEquals(
                "--out " + out
                        + " is in --images, a folder of images, which must hold nothing else; write it elsewhere",
                refused(new OutputFiles().reads("--images", images).writes("--out", out)));
        assertDoesNotThrow(new OutputFiles().reads("--images", images).writes("--out", images.resolve(".m"))::check);
        assertDoesNotThrow(new OutputFiles().reads("--images", images).writes("--out", dir.resolve("m"))::check);
        Files.writeString(images.resolve("notes.txt"), "");
        assertDoesNotThrow(new OutputFiles().reads("--images", images).writes("--out", images.resolve("n"))::check);
    }

    @Test
    void anOutputNeedsAFolder() {
        Path there = dir.resolve("no");
        assertEquals(
                "the directory " + there + " does not exist; create it first",
                assertThrows(NoSuchFileException.class, new OutputFiles().writes("--out", there.resolve("m"))::check)
                        .getReason());
        assertEquals(
                "cannot write --out " + dir + ": it is a directory; give the name of a file",
                assertThrows(IOException.class, new OutputFiles().writes("--out", dir)::check)
                        .getMessage());
    }

    @Test
    void namesFollowTheData() {
        assertEquals("a.b", OutputFiles.stem("/x/a.b.csv"));
        assertEquals(".csv", OutputFiles.stem(".csv"));
        assertEquals("a", OutputFiles.stem("a"));
        assertEquals(Path.of("t.safetensors"), OutputFiles.defaultModel("/x/t.csv"));
        assertEquals(Path.of("/x/t.png"), OutputFiles.beside(Path.of("/x/t.safetensors"), ".png"));
    }
}
