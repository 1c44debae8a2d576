package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.image.Images;
import io.github.vflow.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Fashion-MNIST (Xiao et al., 2017), made smaller by means of 2×2 pixels. The images for validation are a sixth of the training set.
 *
 * @param train images to train on
 * @param heldOut images for validation
 * @param test images for the final figures alone
 */
record FashionMnist(Images train, Images heldOut, Images test) {
    private static final int PADDED = 32;
    /** 10,000 of 60,000 images are held out, as many as in the paper. */
    private static final double TRAINED_ON = 5.0 / 6;

    private static final long SPLIT_SEED = 1;

    /**
     * Reads the images.
     *
     * @param folder with the files of the publication
     * @param side of the images: 4, 8, 16 or 32
     * @throws IOException if a file is missing or is something else
     */
    static FashionMnist read(Path folder, int side) throws IOException {
        Images.Split split =
                sized(folder.resolve("train-images-idx3-ubyte.gz"), side).split(TRAINED_ON, SPLIT_SEED);
        return new FashionMnist(
                split.train(), split.validation(), sized(folder.resolve("t10k-images-idx3-ubyte.gz"), side));
    }

    private static Images sized(Path file, int side) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "Fashion-MNIST is not there; install Debian's dataset-fashion-mnist, or name its folder with --data");
        }
        Images images = ImageFiles.read(file).padded(PADDED, PADDED);
        while (images.width() > side) {
            images = images.halved();
        }
        if (images.width() != side) {
            throw new IllegalArgumentException("FashionMnist: the side must be 4, 8, 16 or 32 but is " + side);
        }
        return images;
    }
}
