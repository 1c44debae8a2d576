import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;

/**
 * Saves the variables of small_checkpoint.py as a checkpoint, by TensorFlow itself: a development tool, which no build compiles.
 *
 * <pre>  java -cp 'lib/*' SaveCheckpoint.java OUT      writes OUT/small.index and OUT/small.data-00000-of-00001</pre>
 *
 * where lib has org.tensorflow:tensorflow-core-api:1.1.0 and tensorflow-core-native:1.1.0 (classifier linux-x86_64) with what they need.
 */
final class SaveCheckpoint {
    private SaveCheckpoint() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        List<String> names = new ArrayList<>();
        List<Operand<?>> values = new ArrayList<>();
        try (EagerSession session = EagerSession.create();
                FileChannel channel = FileChannel.open(out.resolve("variables.f32"))) {
            Ops tf = Ops.create(session);
            for (String line : Files.readAllLines(out.resolve("variables.txt"))) {
                String[] words = line.split(" ", 2);
                long[] shape = words[1].isEmpty()
                        ? new long[0]
                        : Arrays.stream(words[1].split(",")).mapToLong(Long::parseLong).toArray();
                names.add(words[0]);
                values.add(tf.constant(Shape.of(shape), DataBuffers.of(next(channel, shape))));
            }
            String[] whole = new String[names.size()];
            Arrays.fill(whole, "");
            tf.train.save(
                    tf.constant(out.resolve("small").toString()),
                    tf.array(names.toArray(String[]::new)),
                    tf.array(whole),
                    values);
        }
        System.out.println(names.size() + " variables");
    }

    private static float[] next(FileChannel channel, long[] shape) throws IOException {
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        float[] numbers = new float[count];
        bytes.flip().asFloatBuffer().get(numbers);
        return numbers;
    }
}
