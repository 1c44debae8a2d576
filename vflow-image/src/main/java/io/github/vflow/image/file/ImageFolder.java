package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Folders of PNG and JPEG files of one size: 256 levels, in the order of their names ("10.png" comes before "9.png").
 * Hidden files are skipped; any other file is an error, so that no image is lost silently.
 */
final class ImageFolder {
    private ImageFolder() {}

    /**
     * Reads images that are all grey or all coloured.
     *
     * @throws FileFormatException if the folder is empty, holds something else, or sizes or channels differ
     * @throws IOException if a file cannot be read
     */
    public static Images read(Path folder) throws IOException {
        return images(contents(folder), 0);
    }

    /**
     * Reads images and converts them to grey (1 channel: ITU-R BT.601 luma) or colour (3).
     *
     * @throws IllegalArgumentException if channels is neither 1 nor 3
     * @throws FileFormatException if the folder is empty, holds something else, or sizes differ
     * @throws IOException if a file cannot be read
     */
    public static Images read(Path folder, int channels) throws IOException {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("ImageFolder.read: channels must be 1 for grey or 3 for colour but got "
                    + channels + "; pass one of the two");
        }
        return images(contents(folder), channels);
    }

    /** The visible files and folders in a folder, sorted by name. */
    static List<Path> contents(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder; check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot read " + folder + ": it is no folder; read it with ImageFiles");
        }
        try (Stream<Path> paths = Files.list(folder)) {
            List<Path> visible = paths.filter(path -> !name(path).startsWith("."))
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
            if (visible.isEmpty()) {
                throw new FileFormatException(folder + ": there must be an image but the folder is empty; fill it");
            }
            return visible;
        }
    }

    static String name(Path path) {
        return Objects.toString(path.getFileName(), "");
    }

    /** Reads files of equal size; 0 channels means the number of channels of the first file. */
    static Images images(List<Path> files, int channels) throws IOException {
        Bitmap first = Bitmap.decode(Content.read(files.getFirst()));
        int wanted = channels == 0 ? first.channels() : channels;
        int d = first.height() * first.width() * wanted;
        byte[] pixels = new byte[checkedLength(files.getFirst(), files.size(), d)];
        for (int i = 0; i < files.size(); i++) {
            Content content = Content.read(files.get(i));
            Bitmap image = Bitmap.decode(content);
            if (image.height() != first.height() || image.width() != first.width()) {
                throw content.bad("every image must be as large as " + name(files.getFirst()) + ", " + first.height()
                        + " × " + first.width() + ", but is " + image.height() + " × " + image.width()
                        + "; crop, scale or remove it");
            }
            if (channels == 0 && image.channels() != wanted) {
                throw content.bad("every image must have as many channels as " + name(files.getFirst()) + ", " + wanted
                        + ", but has " + image.channels() + "; read the folder with 1 or 3 channels, or convert it");
            }
            System.arraycopy(image.withChannels(wanted).samples(), 0, pixels, i * d, d);
        }
        return Images.of(pixels, first.height(), first.width(), wanted, Images.MAX_LEVELS);
    }

    /** The number of values of n images, if an array can hold them. */
    static int checkedLength(Path first, int n, int d) throws FileFormatException {
        long length = (long) n * d;
        if (length > Integer.MAX_VALUE - 8) {
            throw new FileFormatException(first + ": this image and those after it may have at most "
                    + (Integer.MAX_VALUE - 8) + " values together but " + n + " of " + d + " have " + length
                    + "; use fewer or smaller ones");
        }
        return (int) length;
    }
}
