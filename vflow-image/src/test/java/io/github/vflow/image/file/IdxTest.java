package io.github.vflow.image.file;

import static io.github.vflow.image.file.Fixture.complaint;
import static io.github.vflow.image.file.Fixture.file;
import static io.github.vflow.image.file.Fixture.gzip;
import static io.github.vflow.image.file.Fixture.idx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
    @TempDir
    Path directory;

    private String saidOf(byte... bytes) throws IOException {
        Path file = file(directory, "x", bytes);
        return complaint(file, () -> ImageFiles.read(file));
    }

    @Test
    void readsImagesAndLabelsPlainAndPacked() throws IOException {
        Path plain = file(directory, "plain", idx(300, 50, 2, 3));
        Path packed = file(directory, "packed", gzip(idx(300, 50, 2, 3)));
        Path labels = file(directory, "labels", gzip(idx(50, 50)));
        Images images = ImageFiles.read(plain);
        assertEquals("Images [50, 2, 3, 1] of 256 levels", images.toString());
        assertEquals((49 * 6 + 5) & 0xFF, images.pixel(49, 1, 2, 0));
        assertEquals(images, ImageFiles.read(packed));
        int[] classes = new int[50];
        Arrays.setAll(classes, i -> i);
        assertEquals(images.withLabels(classes), Idx.withLabels(images, labels));
    }

    @Test
    void findsLabelsBesideTheImages() throws IOException {
        Path images = file(directory, "t10k-images-idx3-ubyte.gz", gzip(idx(12, 2, 2, 3)));
        assertEquals(Optional.empty(), ImageFiles.read(images).labels());
        file(directory, "t10k-labels-idx1-ubyte", idx(2, 2));
        assertEquals(Optional.of(List.of(0, 1)), ImageFiles.read(images).labels());
        file(directory, "t10k-labels-idx1-ubyte.gz", gzip(idx(3, 3)));
        assertThrows(FileFormatException.class, () -> ImageFiles.read(images));
        Path dotted = file(directory, "a-images.idx3-ubyte", idx(12, 2, 2, 3));
        file(directory, "a-labels.idx1-ubyte.gz", gzip(idx(2, 2)));
        assertEquals(Optional.of(List.of(0, 1)), ImageFiles.read(dotted).labels());
    }

    @Test
    void aFolderStandsForItsTrainingPart() throws IOException {
        file(directory, "t10k-images-idx3-ubyte", idx(6, 1, 2, 3));
        file(directory, "t10k-labels-idx1-ubyte", idx(1, 1));
        file(directory, "train-images-idx3-ubyte", idx(12, 2, 2, 3));
        file(directory, "train-labels-idx1-ubyte", idx(2, 2));
        assertEquals(
                "Images [2, 2, 3, 1] of 256 levels, labelled",
                ImageFiles.read(directory).toString());
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        byte[] plain = idx(12, 2, 2, 3);
        byte[] packed = gzip(plain);
        for (int length = 0; length < plain.length; length++) {
            byte[] cut = Arrays.copyOf(plain, length);
            Path file = file(directory, "cut", cut);
            assertThrows(FileFormatException.class, () -> ImageFiles.read(file), "plain, " + length);
        }
        for (int length = 0; length < packed.length; length++) {
            Path file = file(directory, "cut.gz", Arrays.copyOf(packed, length));
            assertThrows(FileFormatException.class, () -> ImageFiles.read(file), "packed, " + length);
        }
        assertEquals(
                "the header announces 2 × 2 × 3 bytes but 11 follow; the file is cut short or damaged,"
                        + " fetch it again",
                saidOf(Arrays.copyOf(plain, plain.length - 1)));
        String said = saidOf(Arrays.copyOf(packed, packed.length - 9));
        assertEquals(
                "the gzip stream of " + (packed.length - 9) + " bytes is cut short or damaged"
                        + " (Unexpected end of ZLIB input stream); fetch the file again",
                said);
    }

    @Test
    void saysWhatIsDamaged() throws IOException {
        assertEquals(
                "the header announces 2 × 2 × 3 bytes but 13 follow; the file is cut short or damaged,"
                        + " fetch it again",
                saidOf(idx(13, 2, 2, 3)));
        assertEquals(
                "the header announces 4294967295 × 4294967295 × 4294967295 bytes but 1 follow;"
                        + " the file is cut short or damaged, fetch it again",
                saidOf(idx(1, -1, -1, -1)));
        assertEquals(
                "there must be something in the file but it holds 0 × 28 × 28 bytes; write it with content",
                saidOf(idx(0, 0, 28, 28)));
        assertEquals(
                "IDX images begin with 00 00 08 03 and 3 lengths of 4 bytes but the file has 9 bytes and begins with"
                        + " 00 00 08 01 00 00 00 01; pass a file of images",
                saidOf(idx(1, 1)));
        byte[] floats = idx(48, 2, 2, 3);
        floats[2] = 0x0D;
        assertTrue(saidOf(floats).startsWith("IDX images begin with 00 00 08 03"));
        byte[] damaged = gzip(idx(12, 2, 2, 3));
        damaged[damaged.length - 5] ^= 1;
        assertTrue(saidOf(damaged).contains("cut short or damaged (Corrupt GZIP trailer)"));
    }

    @Test
    void saysWhichLabelsAreMissing() throws IOException {
        Path images = file(directory, "pictures", idx(12, 2, 2, 3));
        Path labels = file(directory, "labels", idx(3, 3));
        assertEquals(
                "there must be a label for each of 2 images but there are 3; pass the files of the same set",
                complaint(labels, () -> Idx.withLabels(ImageFiles.read(images), labels)));
        assertEquals(
                "IDX labels begin with 00 00 08 01 and 1 lengths of 4 bytes but the file has 28 bytes and begins with"
                        + " 00 00 08 03 00 00 00 02; pass a file of labels",
                complaint(images, () -> Idx.withLabels(ImageFiles.read(images), images)));
        Path cut = file(directory, "cut", idx(1, 2));
        assertTrue(complaint(cut, () -> Idx.withLabels(ImageFiles.read(images), cut))
                .startsWith("the header announces 2 bytes but 1 follow"));
    }

    @Test
    void saysWhatCannotBeRead() {
        Path nowhere = directory.resolve("nowhere");
        assertEquals(
                nowhere + ": there is no such file; check the path",
                assertThrows(NoSuchFileException.class, () -> ImageFiles.read(nowhere))
                        .getMessage());
        assertEquals(
                "cannot read " + directory + ": it is a directory; give the name of a file",
                assertThrows(IOException.class, () -> Content.read(directory)).getMessage());
    }

    @Test
    void saysWhatIsTooLarge() throws IOException {
        Path file = file(directory, "x", gzip(new byte[1000]));
        assertEquals(1000, Content.read(file, 1000).size());
        assertEquals(
                "a file may have at most 999 bytes, unpacked, but this one has more; split it",
                complaint(file, () -> Content.read(file, 999)));
    }
}
