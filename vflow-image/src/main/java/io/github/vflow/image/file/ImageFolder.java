package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
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

    /** The visible files and folders in a folder, sorted by name. */
    static List<Path> contents(Path folder) throws IOException {
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

    /** Reads files of equal size that are all grey or all coloured. */
    static Images images(List<Path> files) throws IOException {
        Bitmap first = Bitmap.decode(Content.read(files.getFirst()));
        int d = first.height() * first.width() * first.channels();
        byte[] pixels = new byte[checkedLength(files.getFirst(), files.size(), d)];
        for (int i = 0; i < files.size(); i++) {
            Content content = Content.read(files.get(i));
            Bitmap image = Bitmap.decode(content);
            if (image.height() != first.height() || image.width() != first.width()) {
                throw content.bad("every image must be as large as " + name(files.getFirst()) + ", " + first.height()
                        + " × " + first.width() + ", but is " + image.height() + " × " + image.width()
                        + "; crop, scale or remove it");
            }
            if (image.channels() != first.channels()) {
                throw content.bad("every image must have as many channels as " + name(files.getFirst()) + ", "
                        + first.channels() + ", but has " + image.channels() + "; convert it");
            }
            System.arraycopy(image.samples(), 0, pixels, i * d, d);
        }
        return Images.of(pixels, first.height(), first.width(), first.channels(), Images.MAX_LEVELS);
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
