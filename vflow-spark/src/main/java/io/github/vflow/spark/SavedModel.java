package io.github.vflow.spark;

import io.github.vflow.spark.internal.scoring.BroadcastModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FSDataInputStream;
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

    /** Writes the model. */
    static final class Writer extends MLWriter {
        private final VFlowModel model;

        Writer(VFlowModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
            Path file = new Path(path, FILE);
            try (OutputStream out = system(file, sparkSession()).create(file)) {
                out.write(model.file().file());
            } catch (IOException e) {
                throw new UncheckedIOException("VFlowModel: " + file + " cannot be written", e);
            }
        }
    }

    /** Reads the model. */
    static final class Reader extends MLReader<VFlowModel> {
        @Override
        public VFlowModel load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), VFlowModel.class.getName());
            Path file = new Path(path, FILE);
            try (FSDataInputStream in = system(file, sparkSession()).open(file)) {
                VFlowModel model = new VFlowModel(metadata.uid(), BroadcastModel.of(in.readAllBytes()));
                metadata.getAndSetParams(model, Option.empty());
                return model;
            } catch (IOException e) {
                throw new UncheckedIOException("VFlowModel: " + file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
