package io.github.vflow.image.file;

import static io.github.vflow.image.file.Fixture.cifar10;
import static io.github.vflow.image.file.Fixture.cifar100;
import static io.github.vflow.image.file.Fixture.complaint;
import static io.github.vflow.image.file.Fixture.file;
import static io.github.vflow.image.file.Fixture.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarTest {
    @TempDir
    Path directory;

    @Test
    void planesBecomeChannels() throws IOException {
        byte[] bytes = cifar10(1, 3, 9);
        Path file = file(directory, "x", bytes);
        Images images = ImageFiles.read(file);
        assertEquals("Images [2, 32, 32, 3] of 256 levels, labelled", images.toString());
        assertEquals(Optional.of(List.of(3, 9)), images.labels());
        for (int image = 0; image < 2; image++) {
            for (int i = 0; i < 3072; i++) {
                int stored = bytes[image * 3073 + 1 + i] & 0xFF;
                assertEquals(stored, images.pixel(image, i % 1024 / 32, i % 32, i / 1024));
            }
        }
        assertEquals(images, ImageFiles.read(file(directory, "x.gz", gzip(bytes))));
    }

    @Test
    void coarseLabelsAreLeftOut() throws IOException {
        byte[] bytes = cifar100(2, 19, 99, 0, 20);
        Images images = ImageFiles.read(file(directory, "x", bytes));
        assertEquals(Optional.of(List.of(99, 20)), images.labels());
        assertEquals(bytes[3074 + 2 + 1024] & 0xFF, images.pixel(1, 0, 0, 1));
    }

    @Test
    void aFolderStandsForItsTrainingPart() throws IOException {
        file(directory, "batches.meta.txt", (byte) 'x');
        file(directory, "test_batch.bin", cifar10(3, 0));
        file(directory, "data_batch_2.bin", cifar10(4, 1, 2));
        file(directory, "data_batch_1.bin", cifar10(5, 3));
        assertEquals(Optional.of(List.of(3, 1, 2)), ImageFiles.read(directory).labels());
    }

    @Test
    void aFolderOfAHundredClassesDoesToo() throws IOException {
        file(directory, "fine_label_names.txt", (byte) 'x');
        file(directory, "test.bin", cifar100(6, 0, 0));
        file(directory, "train.bin", cifar100(7, 5, 50));
        assertEquals(Optional.of(List.of(50)), ImageFiles.read(directory).labels());
    }

    @Test
    void aDarkAeroplaneIsNotTakenForIdx() throws IOException {
        byte[] bytes = cifar10(8, 0);
        bytes[1] = 0;
        bytes[2] = 8;
        bytes[3] = 3;
        assertEquals(
                Optional.of(List.of(0)),
                ImageFiles.read(file(directory, "x", bytes)).labels());
    }

    @Test
    void saysWhatIsDamaged() throws IOException {
        Path cut = file(directory, "cut", Arrays.copyOf(cifar10(9, 1, 2), 3073 + 100));
        assertEquals(
                "CIFAR-10 needs one or more records of 3073 bytes but the file has 3173 bytes;"
                        + " it is cut short or something else, fetch the binary version again",
                complaint(cut, () -> Cifar.CIFAR_10.read(List.of(cut))));
        Path label = file(directory, "label", cifar10(10, 1, 10));
        assertEquals(
                "CIFAR-10 has labels below 10 at byte 0 of each record but record 1 (from 0) has 10;"
                        + " the file is damaged or something else",
                complaint(label, () -> ImageFiles.read(label)));
        Path fine = file(directory, "fine", cifar100(11, 1, 100));
        assertEquals(
                "CIFAR-100 has labels below 100 at byte 1 of each record but record 0 (from 0) has 100;"
                        + " the file is damaged or something else",
                complaint(fine, () -> ImageFiles.read(fine)));
        Path empty = file(directory, "empty");
        assertEquals(
                "CIFAR-100 needs one or more records of 3074 bytes but the file has 0 bytes;"
                        + " it is cut short or something else, fetch the binary version again",
                complaint(empty, () -> Cifar.CIFAR_100.read(List.of(fine(), empty))));
    }

    private Path fine() throws IOException {
        return file(directory, "good", cifar100(12, 1, 9));
    }

    @Test
    void saysWhenItCannotTell() throws IOException {
        Path zeros = file(directory, "x", new byte[3073 * 3074]);
        assertEquals(
                "a file of 9446402 bytes with such labels may be CIFAR-10 or CIFAR-100; name it data_batch_1.bin or"
                        + " train.bin, alone in a folder, and give the folder",
                complaint(zeros, () -> ImageFiles.read(zeros)));
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Files.move(zeros, folder.resolve("train.bin"));
        assertEquals(3073, ImageFiles.read(folder).size());
    }
}
