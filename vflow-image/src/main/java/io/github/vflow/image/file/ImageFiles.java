package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads images from any supported file or folder; recognises the format by the content, not by the name. */
public final class ImageFiles {
    private static final Pattern CIFAR_10_BATCH = Pattern.compile("data_batch_\\d+\\.bin");
    private static final Pattern CIFAR_100_TRAIN = Pattern.compile("train\\.bin");
    private static final Pattern IDX_TRAIN = Pattern.compile("train-images[-.]idx3-ubyte(\\.gz)?");

    private ImageFiles() {}

    /**
     * Reads a file or folder:
     *
     * <ul>
     *   <li>IDX of bytes [n, h, w]; labels come from the file beside it with the matching name, such as
     *       {@code train-labels-idx1-ubyte.gz} for {@code train-images-idx3-ubyte.gz}, if there is one
     *   <li>CIFAR-10 or CIFAR-100, binary version, with labels
     *   <li>NumPy's {@code .npy} of bytes [n, h, w] or [n, h, w, c], with 256 levels
     *   <li>one PNG or JPEG
     *   <li>a folder of MNIST's or CIFAR's files: the training part
     *   <li>any other folder: its PNG and JPEG files in the order of their names, of one size, all grey or all coloured
     * </ul>
     *
     * Files may be gzip-compressed.
     *
     * @throws FileFormatException if the format is unknown or the file is incomplete; the message says what was found
     * @throws IOException if it cannot be read
     */
    public static Images read(Path path) throws IOException {
        return Files.isDirectory(path) ? readFolder(path) : read(Content.read(path));
    }

    private static Images read(Content content) throws IOException {
        if (Npy.isLikely(content)) {
            return Npy.images(content);
        }
        if (Bitmap.isLikely(content)) {
            return ImageFolder.images(List.of(content.file()));
        }
        boolean cifar = Cifar.CIFAR_10.isLikely(content) || Cifar.CIFAR_100.isLikely(content);
        // CIFAR has no magic number: an aeroplane with dark corners begins like an IDX file.
        if (Idx.isWhole(content) || (Idx.isLikely(content) && !cifar)) {
            Images images = Idx.images(content);
            Optional<Path> labels = labelsBeside(content.file());
            return labels.isPresent() ? Idx.withLabels(images, labels.get()) : images;
        }
        if (cifar) {
            return readCifar(content);
        }
        throw content.bad("expected IDX, CIFAR, NumPy, PNG or JPEG but the file has " + content.size()
                + " bytes and begins with " + content.start() + hint(content) + "; convert it to one of these");
    }

    private static Images readCifar(Content content) throws IOException {
        boolean ten = Cifar.CIFAR_10.isWhole(content);
        if (ten && Cifar.CIFAR_100.isWhole(content)) {
            throw content.bad(
                    "a file of " + content.size()
                            + " bytes with such labels may be CIFAR-10 or CIFAR-100; name it data_batch_1.bin or train.bin, alone in a folder, and give the folder");
        }
        boolean hundred = !ten && Cifar.CIFAR_100.isLikely(content);
        return (hundred ? Cifar.CIFAR_100 : Cifar.CIFAR_10).images(List.of(content));
    }

    private static String hint(Content content) {
        if (content.startsWith((byte) 'P', (byte) 'K')) {
            return ", a zip archive";
        }
        return content.startsWith((byte) 0x80) ? ", perhaps a Python pickle" : "";
    }

    /** Finds the file of labels beside a file of images, compressed or not. */
    private static Optional<Path> labelsBeside(Path images) {
        String name = ImageFolder.name(images);
        String labels = name.replace("images", "labels").replace("idx3", "idx1");
        String other = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels + ".gz";
        return labels.equals(name)
                ? Optional.empty()
                : Stream.of(labels, other)
                        .map(images::resolveSibling)
                        .filter(Files::isRegularFile)
                        .findFirst();
    }

    private static Images readFolder(Path folder) throws IOException {
        List<Path> contents = ImageFolder.contents(folder);
        List<Path> idx = named(contents, IDX_TRAIN);
        if (!idx.isEmpty()) {
            return read(idx.getFirst());
        }
        List<Path> ten = named(contents, CIFAR_10_BATCH);
        if (!ten.isEmpty()) {
            return Cifar.CIFAR_10.read(ten);
        }
        List<Path> hundred = named(contents, CIFAR_100_TRAIN);
        return hundred.isEmpty() ? ImageFolder.images(contents) : Cifar.CIFAR_100.read(hundred);
    }

    private static List<Path> named(List<Path> paths, Pattern pattern) {
        Predicate<String> matches = pattern.asMatchPredicate();
        return paths.stream()
                .filter(path -> matches.test(ImageFolder.name(path)))
                .toList();
    }
}
