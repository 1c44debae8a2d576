package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * IDX files, the format of the MNIST family: 256 levels of grey. Files may be gzip-compressed.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, section "File formats".
 */
final class Idx {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int IMAGES_RANK = 3;
    private static final int LABELS_RANK = 1;

    private Idx() {}

    static Images withLabels(Images images, Path labels) throws IOException {
        Content content = Content.read(labels);
        requireRank(content, LABELS_RANK, "labels");
        int header = header(LABELS_RANK);
        content.requireData(header, side(content, 0));
        if (content.size() - header != images.size()) {
            throw content.bad("there must be a label for each of " + images.size() + " images but there are "
                    + (content.size() - header) + "; pass the files of the same set");
        }
        int[] classes = new int[images.size()];
        Arrays.setAll(classes, i -> content.at(header + i));
        return images.withLabels(classes);
    }

    static Images images(Content content) throws FileFormatException {
        requireRank(content, IMAGES_RANK, "images");
        int header = header(IMAGES_RANK);
        content.requireData(header, side(content, 0), side(content, 1), side(content, 2));
        return Images.of(
                Arrays.copyOfRange(content.bytes(), header, content.size()),
                Math.toIntExact(side(content, 1)),
                Math.toIntExact(side(content, 2)),
                1,
                Images.MAX_LEVELS);
    }

    /** Whether the file begins like an IDX file of any content. */
    static boolean isLikely(Content content) {
        return content.size() >= header(1)
                && content.at(0) == 0
                && content.at(1) == 0
                && content.at(2) >= UNSIGNED_BYTE
                && content.at(2) <= 0x0E
                && content.at(3) >= 1
                && content.at(3) <= 4;
    }

    /** Whether header and length are those of an IDX file of images. */
    static boolean isWhole(Content content) {
        return content.startsWith((byte) 0, (byte) 0, (byte) UNSIGNED_BYTE, (byte) IMAGES_RANK)
                && content.size() >= header(IMAGES_RANK)
                && Content.fits(
                        content.size() - header(IMAGES_RANK), side(content, 0), side(content, 1), side(content, 2));
    }

    private static void requireRank(Content content, int rank, String what) throws FileFormatException {
        if (!content.startsWith((byte) 0, (byte) 0, (byte) UNSIGNED_BYTE, (byte) rank)
                || content.size() < header(rank)) {
            throw content.bad("IDX " + what + " begin with 00 00 08 0" + rank + " and " + rank
                    + " lengths of 4 bytes but the file has " + content.size() + " bytes and begins with "
                    + content.start() + "; pass a file of " + what);
        }
    }

    private static int header(int rank) {
        return 4 * (1 + rank);
    }

    private static long side(Content content, int axis) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(content.bytes()).getInt(header(axis)));
    }
}
