package io.github.vflow.spark;

import io.github.vflow.table.TableModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The file of a model without the times of its training. */
final class ModelBits {
    private ModelBits() {}

    static byte[] of(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.withoutTimes().write(bytes);
        return bytes.toByteArray();
    }
}
