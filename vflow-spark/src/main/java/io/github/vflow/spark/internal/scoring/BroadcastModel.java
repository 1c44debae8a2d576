package io.github.vflow.spark.internal.scoring;

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
public final class BroadcastModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] file;
    private transient volatile @Nullable TableModel model;

    private BroadcastModel(byte[] file) {
        this.file = file;
    }

    /** No model; the first use fails. */
    public static BroadcastModel none() {
        return new BroadcastModel(new byte[0]);
    }

    /**
     * A model that stays as it is.
     *
     * @throws UncheckedIOException never: memory does not fail
     */
    public static BroadcastModel of(TableModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            model.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BroadcastModel sent = new BroadcastModel(bytes.toByteArray());
        sent.model = model;
        return sent;
    }

    /**
     * The model of a file.
     *
     * @throws IOException if the bytes are no such file
     */
    public static BroadcastModel of(byte[] file) throws IOException {
        BroadcastModel sent = new BroadcastModel(file.clone());
        sent.model = TableModel.read(new ByteArrayInputStream(file));
        return sent;
    }

    /** The bytes of the file. */
    public byte[] file() {
        return file.clone();
    }

    /** The model, built at the first call in a JVM. */
    public TableModel model() {
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
