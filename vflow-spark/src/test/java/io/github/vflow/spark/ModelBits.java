package io.github.vflow.spark;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The file of a model without its record of the training, which has times. */
final class ModelBits {
    private ModelBits() {}

    static byte[] of(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.write(bytes);
        ModelFile file = ModelFile.read(new ByteArrayInputStream(bytes.toByteArray()));
        ByteArrayOutputStream timeless = new ByteArrayOutputStream();
        new ModelFile(file.model(), file.columns(), file.notes(), file.scoring(), Optional.empty(), file.calibration())
                .write(timeless);
        return timeless.toByteArray();
    }
}
