package io.github.vflow.spark;

import io.github.vflow.spark.internal.scoring.BroadcastModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** A saved model: Spark's metadata, and beside them the file that the library and the command {@code vflow} read. */
final class SavedModel {
    private static final String FILE = "model.safetensors";

    private SavedModel() {}

    private static FileSystem system(Path file, SparkSession session) throws IOException {
        return file.getFileSystem(session.sessionState().newHadoopConf());
    }

    /**
     * The exception about a path, on one line. Spark throws checked exceptions that it does not declare, with the text of the cause deep inside.
     *
     * @param what "read" or "written"
     */
    private static IOException failure(String path, String what, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new IOException("VFlowModel: " + path + " cannot be " + what + ": " + why, e);
    }

    /**
     * Writes the model. Spark removes an earlier model before it writes. This writer makes a new folder beside the earlier one, and renames the
     * folders when the new one is complete, so a failure leaves the earlier model as it is. After a kill between both renames the earlier model is in
     * {@code .NAME.old}.
     */
    static final class Writer extends MLWriter {
        private final VFlowModel model;

        Writer(VFlowModel model) {
            this.model = model;
        }

        @Override
        public void save(String path) throws IOException {
            Path target = new Path(path);
            try {
                FileSystem system = system(target, sparkSession());
                if (!shouldOverwrite() && system.exists(target)) {
                    throw new FileAlreadyExistsException(
                            "there must be nothing yet; call write().overwrite() to replace it");
                }
                replace(system, system.makeQualified(target));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw failure(path, "written", e);
            }
        }

        private void replace(FileSystem system, Path target) throws IOException {
            Path made = beside(target, ".new");
            Path old = beside(target, ".old");
            try {
                system.delete(made, true);
                write(made.toString());
                if (system.exists(target)) {
                    system.delete(old, true);
                    rename(system, target, old);
                }
                try {
                    rename(system, made, target);
                } catch (IOException e) {
                    if (system.exists(old)) {
                        rename(system, old, target);
                    }
                    throw e;
                }
            } catch (Exception e) {
                remove(system, made);
                throw e;
            }
            remove(system, old);
        }

        private static Path beside(Path target, String end) {
            return new Path(target.getParent(), "." + target.getName() + end);
        }

        private static void rename(FileSystem system, Path from, Path to) throws IOException {
            if (!system.rename(from, to)) {
                throw new IOException("no rename from " + from + " to " + to);
            }
        }

        /** Removes a folder that nothing needs. A failure is in the log only, and the next save tries again. */
        private void remove(FileSystem system, Path folder) {
            try {
                system.delete(folder, true);
            } catch (IOException e) {
                log().warn("VFlowModel: {} cannot be removed: {}", folder, e.getMessage());
            }
        }

        @Override
        public void saveImpl(String path) {
            try {
                write(path);
            } catch (IOException e) {
                IOException failure = failure(path, "written", e);
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        }

        private void write(String path) throws IOException {
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
            Path file = new Path(path, FILE);
            try (OutputStream out = system(file, sparkSession()).create(file)) {
                out.write(model.file().file());
            }
        }
    }

    /** Reads the model. */
    static final class Reader extends MLReader<VFlowModel> {
        @Override
        public VFlowModel load(String path) {
            try {
                DefaultParamsReader.Metadata metadata =
                        DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), VFlowModel.class.getName());
                VFlowModel model = new VFlowModel(metadata.uid(), BroadcastModel.of(bytes(new Path(path, FILE))));
                metadata.getAndSetParams(model, Option.empty());
                return model;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                IOException failure = failure(path, "read", e);
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        }

        private byte[] bytes(Path file) throws IOException {
            try (FSDataInputStream in = system(file, sparkSession()).open(file)) {
                return in.readAllBytes();
            }
        }
    }
}
