package io.github.vflow.image;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Handwritten digits that come with this library: 1,797 grey images of 8 × 8 pixels, 17 levels, labelled 0 … 9.
 *
 * <p>Source: the test set of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
 * Repository, 1998, as scikit-learn ships it; {@code digits-NOTICE.txt} beside the data gives licences and details.
 */
final class Digits {
    private static final String RESOURCE = "digits.csv.gz";
    private static final int SIDE = 8;
    private static final int LEVELS = 17;

    private Digits() {}

    /** Reads all digits with their labels, in the order of the source. */
    static Images load() {
        List<String> lines = lines(RESOURCE);
        int d = SIDE * SIDE;
        byte[] pixels = new byte[lines.size() * d];
        int[] labels = new int[lines.size()];
        for (int i = 0; i < labels.length; i++) {
            String[] fields = lines.get(i).split(",", -1);
            for (int j = 0; j < d; j++) {
                pixels[i * d + j] = Byte.parseByte(fields[j]);
            }
            labels[i] = Integer.parseInt(fields[d]);
        }
        return Images.of(pixels, SIDE, SIDE, 1, LEVELS).withLabels(labels);
    }

    /** Reads the lines of a gzip-compressed resource of this package. */
    static List<String> lines(String resource) {
        try (InputStream in = Digits.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("Digits: " + resource
                        + " must lie next to the class but is not in this jar; rebuild the jar with its resources");
            }
            return new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
