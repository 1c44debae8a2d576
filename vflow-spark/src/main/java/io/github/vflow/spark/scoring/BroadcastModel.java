package io.github.vflow.spark;

import io.github.vflow.table.TableModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A model as the bytes of its file. As the value of a broadcast it is one object in an executor, and the model is built there once, for all tasks.
 * Thread-safe.
 */
final class TravellingModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] file;
    private transient volatile @Nullable TableModel model;

    private TravellingModel(byte[] file) {
        this.file = file;
    }

    /** No model; the first use fails. */
    static TravellingModel none() {
        return new TravellingModel(new byte[0]);
    }

    /**
     * A model that stays as it is.
     *
     * @throws UncheckedIOException never: memory does not fail
     */
    static TravellingModel of(TableModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            model.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TravellingModel travelling = new TravellingModel(bytes.toByteArray());
        travelling.model = model;
        return travelling;
    }

    /**
     * The model of a file.
     *
     * @throws IOException if the bytes are no such file
     */
    static TravellingModel of(byte[] file) throws IOException {
        TravellingModel travelling = new TravellingModel(file.clone());
        travelling.model = TableModel.read(new ByteArrayInputStream(file));
        return travelling;
    }

    /** The bytes of the file. */
    byte[] file() {
        return file.clone();
    }

    /** The model, built at the first call in a JVM. */
    TableModel model() {
        TableModel known = model;
        return known != null ? known : build();
    }

    private synchronized TableModel build() {
        TableModel known = model;
        if (known == null) {
            try {
                known = TableModel.read(new ByteArrayInputStream(file));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "VFlowModel: driver and executors must have the same version of vflow-spark, but the model's file cannot be read here",
                        e);
            }
            model = known;
        }
        return known;
    }
}
