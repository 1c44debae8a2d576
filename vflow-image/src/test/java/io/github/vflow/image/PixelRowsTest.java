package io.github.vflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.image.row.PixelRows;
import org.junit.jupiter.api.Test;

/** Images become rows, and rows images. */
final class PixelRowsTest {
    private static final ImageSpec PLAIN = ImageSpec.small(4, 4, 1, 16, 0, 4, 1);
    private static final ImageSpec SPEC = PLAIN.withClasses(3);

    private static final int N = 3;
    private static final int D = 16;

    private static Images images(int... labels) {
        byte[] pixels = new byte[N * D];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (5 * i % 16);
        }
        Images all = Images.of(pixels, 4, 4, 1, 16);
        return labels.length == 0 ? all : all.withLabels(labels);
    }

    @Test
    void rowsHaveTheClassLast() {
        Rows rows = new PixelRows(SPEC).rows(images(2, 1, 0));
        assertEquals(D + 1, rows.features());
        for (int i = 0; i < N; i++) {
            assertEquals(images().pixel(i, 1, 2, 0), rows.get(i, 6));
            assertEquals(2 - i, rows.get(i, D), "the class");
        }
        assertEquals(images().rows(), new PixelRows(PLAIN).rows(images(0, 2, 1)), "not class-conditional");
    }

    @Test
    void samplesFallIntoCells() {
        PixelRows rows = PixelRows.of(Models.of(PLAIN, 1));
        float[] pixels = images().rows().toFloats();
        float[] samples = pixels.clone();
        float[] around = pixels.clone();
        for (int i = 0; i < pixels.length; i++) {
            samples[i] += i % 4 * 0.3f;
            around[i] += (i % 3 - 1) * 0.4f;
        }
        assertEquals(images(), rows.images(Rows.of(samples, D)));
        assertEquals(images(), rows.nearest(around));
        around[0] = -1;
        around[3] = 15.7f;
        assertEquals(images(), rows.nearest(around), "clamped");
    }

    @Test
    void messages() {
        PixelRows rows = new PixelRows(SPEC);
        assertEquals(
                "Images.rows: the images need labels from 0 to 2 but have none; give labelled images, or use a model that is"
                        + " not class-conditional",
                message(() -> rows.rows(images())));
        assertEquals(
                "Images.rows: labels must be below 3 but that of image 1 is 3 (counted from 0); give images of the classes"
                        + " that the model knows",
                message(() -> rows.rows(images(0, 3, 0))));
        Images large = images(0, 1, 2).padded(8, 8);
        assertTrue(rows.fit(images()));
        assertFalse(rows.fit(large));
        assertEquals(
                "PixelRows.rows: expected Pixels[height=4, width=4, channels=1, levels=16] but got"
                        + " Pixels[height=8, width=8, channels=1, levels=16]; bring them to size",
                message(() -> rows.rows(large)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
