package io.github.vflow.nn.file;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Named arrays and text metadata, as a safetensors file holds them (https://github.com/huggingface/safetensors):
 *
 * <pre>  u64 n | n bytes of JSON: name → {dtype, shape, data_offsets} | the data, little-endian, row-major</pre>
 *
 * Immutable. Equal content gives equal bytes.
 */
public final class SafeTensors {
    /** The metadata key of a checksum; see {@link #withChecksum}. */
    public static final String CHECKSUM = Checksum.KEY;

    private final String origin;
    private final SortedMap<String, String> metadata;
    private final SequencedMap<String, SafeTensor> tensors;

    SafeTensors(String origin, SortedMap<String, String> metadata, SequencedMap<String, SafeTensor> tensors) {
        this.origin = origin;
        this.metadata = Collections.unmodifiableSortedMap(metadata);
        this.tensors = Collections.unmodifiableSequencedMap(tensors);
    }

    /** A builder without metadata and arrays. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a file.
     *
     * @throws FileFormatException if it is not a well-formed safetensors file, or has a dtype that is not in {@link Dtype}
     * @throws IOException if it cannot be read
     */
    public static SafeTensors read(Path file) throws IOException {
        return SafeTensorsReader.read(file);
    }

    /**
     * Reads the content of a file from a stream, to its end; the caller closes it. The origin in messages is "the stream". Takes memory in
     * proportion to what the stream gives, whatever its header says.
     *
     * @throws FileFormatException as {@link #read(Path)} does, also if the stream ends too soon or goes on
     * @throws IOException if it cannot be read
     */
    public static SafeTensors read(InputStream in) throws IOException {
        return new SafeTensorsReader("the stream", in).read();
    }

    /**
     * Writes a file atomically; see {@link AtomicFile}. Arrays of wide numbers come first, so that all are aligned.
     *
     * @throws IOException if that fails; the file then stays as it was
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, this::write);
    }

    /**
     * Writes the bytes of a file, as {@link #write(Path)} does, to a stream, which the caller flushes and closes.
     *
     * @throws IOException if that fails
     */
    public void write(OutputStream out) throws IOException {
        List<SafeTensor> inOrder = new ArrayList<>(tensors.values());
        inOrder.sort(Comparator.comparingInt(t -> -t.dtype().bytes()));
        out.write(SafeTensorsHeader.encode(metadata, inOrder));
        for (SafeTensor t : inOrder) {
            t.writeTo(out);
        }
    }

    /** A copy that has the CRC-32C of metadata and arrays under the metadata key {@value #CHECKSUM}. */
    public SafeTensors withChecksum() {
        SortedMap<String, String> more = new TreeMap<>(metadata);
        more.put(CHECKSUM, Checksum.of(this));
        return new SafeTensors(origin, more, tensors);
    }

    /**
     * Compares metadata and arrays with their checksum, if there is one; see {@link #withChecksum}.
     *
     * @throws FileFormatException if they differ
     */
    public void verifyChecksum() throws FileFormatException {
        @Nullable String said = metadata.get(CHECKSUM);
        if (said == null) {
            return;
        }
        String found = Checksum.of(this);
        if (!said.equals(found)) {
            throw new FileFormatException(origin + ": the content must have the CRC-32C " + Excerpt.of(said)
                    + ", which the file was written with, but has " + found
                    + "; the file is damaged, so fetch it or write it again");
        }
    }

    /** The name in messages: the file that it was read from, "the stream", or "SafeTensors" if it was built. */
    public String origin() {
        return origin;
    }

    /** The texts of the metadata, sorted by key. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    /** The arrays by name, in the order of the file. */
    public SequencedMap<String, SafeTensor> tensors() {
        return tensors;
    }

    /**
     * The array of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public SafeTensor tensor(String name) {
        @Nullable SafeTensor t = tensors.get(name);
        if (t == null) {
            throw new IllegalArgumentException(origin + ": no tensor \"" + Excerpt.of(name) + "\"; "
                    + Excerpt.of(tensors.keySet(), name) + "; the file belongs to another architecture");
        }
        return t;
    }

    /**
     * The array of a name, which must have the expected shape.
     *
     * @throws IllegalArgumentException if there is none, or it has another shape
     */
    public SafeTensor tensor(String name, Shape expected) {
        SafeTensor t = tensor(name);
        if (!t.shape().equals(expected)) {
            throw new IllegalArgumentException(origin + ": tensor \"" + name + "\" must have shape " + expected
                    + " but has " + t.shape() + "; the file belongs to another architecture");
        }
        return t;
    }

    /**
     * The array of a name, which must have the expected shape and dtype.
     *
     * @throws IllegalArgumentException if there is none, or it has another shape or dtype
     */
    public SafeTensor tensor(String name, Shape expected, Dtype dtype) {
        SafeTensor t = tensor(name, expected);
        if (t.dtype() != dtype) {
            throw new IllegalArgumentException(
                    origin + ": tensor \"" + name + "\" must have dtype " + dtype + " but has " + t.dtype()
                            + "; the file is damaged or was converted, so write it again with " + dtype);
        }
        return t;
    }

    @Override
    public String toString() {
        return origin + ": " + tensors.size() + " tensors, metadata " + metadata.keySet();
    }

    /**
     * Collects metadata and arrays, whose data it copies. Methods throw IllegalArgumentException on bad input. Mutable
     * and not thread-safe.
     */
    public static final class Builder {
        private final SortedMap<String, String> metadata = new TreeMap<>();
        private final Map<String, SafeTensor> tensors = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a text of metadata under a key. */
        public Builder metadata(String key, String text) {
            metadata.put(key, text);
            return this;
        }

        /** Adds an array of float32. */
        public Builder f32(String name, Shape shape, float[] data) {
            byte[] bytes = allocate(name, Dtype.F32, shape, data.length);
            SafeTensor.littleEndian(bytes).asFloatBuffer().put(data);
            return put(name, Dtype.F32, shape, bytes);
        }

        /** Adds an array of float64. */
        public Builder f64(String name, Shape shape, double[] data) {
            byte[] bytes = allocate(name, Dtype.F64, shape, data.length);
            SafeTensor.littleEndian(bytes).asDoubleBuffer().put(data);
            return put(name, Dtype.F64, shape, bytes);
        }

        /** Adds an array of 64-bit integers. */
        public Builder i64(String name, Shape shape, long[] data) {
            byte[] bytes = allocate(name, Dtype.I64, shape, data.length);
            SafeTensor.littleEndian(bytes).asLongBuffer().put(data);
            return put(name, Dtype.I64, shape, bytes);
        }

        private static byte[] allocate(String name, Dtype dtype, Shape shape, int length) {
            if (shape.size() != length) {
                throw new IllegalArgumentException("SafeTensors: tensor \"" + name + "\" of shape " + shape + " needs "
                        + shape.size() + " numbers but got " + length + "; give the shape of the data");
            }
            return new byte[Math.multiplyExact(length, dtype.bytes())];
        }

        private Builder put(String name, Dtype dtype, Shape shape, byte[] bytes) {
            if (name.isEmpty() || name.equals(SafeTensorsHeader.METADATA)) {
                throw new IllegalArgumentException(
                        "SafeTensors: \"" + name + "\" cannot name a tensor; choose another name");
            }
            if (tensors.putIfAbsent(name, new SafeTensor(name, dtype, shape, bytes)) != null) {
                throw new IllegalArgumentException(
                        "SafeTensors: the name \"" + name + "\" is taken; names must differ");
            }
            return this;
        }

        /** The metadata and arrays collected so far. */
        public SafeTensors build() {
            return new SafeTensors("SafeTensors", new TreeMap<>(metadata), new LinkedHashMap<>(tensors));
        }
    }
}
