package io.github.vflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.ImagePresets;
import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.data.Rows;
import org.junit.jupiter.api.Test;

/** Images become rows, and rows images. */
final class PixelRowsTest {
    private static final ImageSpec PLAIN = ImagePresets.small(2, 2, 1, 16, 0, 4, 1);
    private static final ImageSpec SPEC = PLAIN.withClasses(3);

    private static Images images(int... labels) {
        Images all = Images.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15}, 2, 2, 1, 16);
        return labels.length == 0 ? all : all.withLabels(labels);
    }

    @Test
    void rowsHaveTheClassLast() {
        Rows rows = new PixelRows(SPEC).rows(images(0, 2, 1));
        assertEquals(Rows.of(new double[][] {{0, 1, 2, 3, 0}, {4, 5, 6, 7, 2}, {8, 9, 10, 15, 1}}), rows);
        assertEquals(images().rows(), new PixelRows(PLAIN).rows(images(0, 2, 1)), "not class-conditional");
    }

    @Test
    void samplesFallIntoCells() {
        PixelRows rows = PixelRows.of(PLAIN.build(1));
        Rows samples = Rows.of(new double[][] {{0, 1.99, 2.5, 3.01}, {4, 5, 6, 7}, {8, 9, 10.9, 15.99}});
        assertEquals(images(), rows.images(samples));
        assertEquals(images(), rows.images(rows.rows(images())), "back");
        assertEquals(images().slice(0, 1), rows.nearest(new float[] {-0.4f, 1.4f, 1.6f, 3}));
    }

    @Test
    void messages() {
        PixelRows rows = new PixelRows(SPEC);
        assertEquals(
                "Images.rows: the images need labels from 0 to 2 but have none; give labelled images, or use a model that is"
                        + " not told of classes",
                message(() -> rows.rows(images())));
        assertEquals(
                "Images.rows: labels must be below 3 but that of image 1 is 3 (counted from 0); give images of the classes"
                        + " that the model knows",
                message(() -> rows.rows(images(0, 3, 0))));
        Images large = images(0, 1, 2).padded(8, 8);
        assertTrue(rows.fit(images()));
        assertFalse(rows.fit(large));
        assertEquals(
                "PixelRows.rows: expected Pixels[height=2, width=2, channels=1, levels=16] but got"
                        + " Pixels[height=8, width=8, channels=1, levels=16]; bring them to size",
                message(() -> rows.rows(large)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
