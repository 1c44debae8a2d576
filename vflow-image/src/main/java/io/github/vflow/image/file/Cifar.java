package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary versions of CIFAR-10 and CIFAR-100: labelled images of 32 × 32 pixels in red, green and blue, 256 levels.
 *
 * <p>Source: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009; file layout as on the page of the data.
 */
enum Cifar {
    /** Ten classes. A record is one label, then the planes of red, green and blue. */
    CIFAR_10(1, 10, 10),
    /** A hundred classes. A record begins with a label of twenty coarse classes; the reader checks it and drops it. */
    CIFAR_100(2, 20, 100);

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int AREA = SIDE * SIDE;

    private final int labels;
    private final int firstClasses;
    private final int lastClasses;

    /** The number of labels in a record, and the number of classes of the first and of the last label. */
    Cifar(int labels, int firstClasses, int lastClasses) {
        this.labels = labels;
        this.firstClasses = firstClasses;
        this.lastClasses = lastClasses;
    }

    /**
     * Reads files and appends their images in order.
     *
     * @throws FileFormatException if a file does not consist of whole records, or a label is too high
     * @throws IOException if one cannot be read
     */
    Images read(List<Path> files) throws IOException {
        List<Content> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Content.read(file));
        }
        return images(contents);
    }

    private int record() {
        return labels + CHANNELS * AREA;
    }

    private int classes(int label) {
        return label == labels - 1 ? lastClasses : firstClasses;
    }

    /** Whether the length of the file is a multiple of a record's. */
    boolean isLikely(Content content) {
        return content.size() > 0 && content.size() % record() == 0;
    }

    /** Whether the length fits and every label is a class. */
    boolean isWhole(Content content) {
        if (!isLikely(content)) {
            return false;
        }
        for (int at = 0; at < content.size(); at += record()) {
            if (badLabel(content, at) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int badLabel(Content content, int at) {
        for (int j = 0; j < labels; j++) {
            if (content.at(at + j) >= classes(j)) {
                return j;
            }
        }
        return -1;
    }

    Images images(List<Content> contents) throws FileFormatException {
        long bytes = contents.stream().mapToLong(Content::size).sum();
        int n = Math.toIntExact(bytes / record());
        byte[] pixels = new byte[ImageFolder.checkedLength(contents.getFirst().file(), n, CHANNELS * AREA)];
        int[] classes = new int[n];
        int image = 0;
        for (Content content : contents) {
            requireRecords(content);
            for (int at = 0; at < content.size(); at += record()) {
                requireLabels(content, at);
                int planes = at + labels;
                classes[image] = content.at(planes - 1);
                interleave(content.bytes(), planes, pixels, image * CHANNELS * AREA);
                image++;
            }
        }
        return Images.of(pixels, SIDE, SIDE, CHANNELS, Images.MAX_LEVELS).withLabels(classes);
    }

    private static void interleave(byte[] from, int planes, byte[] into, int at) {
        for (int i = 0; i < AREA; i++) {
            for (int c = 0; c < CHANNELS; c++) {
                into[at + i * CHANNELS + c] = from[planes + c * AREA + i];
            }
        }
    }

    private void requireRecords(Content content) throws FileFormatException {
        if (!isLikely(content)) {
            throw content.bad(this + " needs one or more records of " + record() + " bytes but the file has "
                    + content.size() + " bytes; it is cut short or something else, fetch the binary version again");
        }
    }

    private void requireLabels(Content content, int at) throws FileFormatException {
        int bad = badLabel(content, at);
        if (bad >= 0) {
            throw content.bad(this + " has labels below " + classes(bad) + " at byte " + bad
                    + " of each record but record " + at / record() + " (from 0) has " + content.at(at + bad)
                    + "; the file is damaged or something else");
        }
    }

    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
