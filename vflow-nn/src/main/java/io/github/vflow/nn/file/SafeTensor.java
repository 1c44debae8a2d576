package io.github.vflow.nn.file;

import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** One named array of a {@link SafeTensors}: immutable, row-major. */
public final class SafeTensor {
    private final String name;
    private final Dtype dtype;
    private final Shape shape;
    private final byte[] bytes;

    /** Keeps the bytes without a copy. */
    SafeTensor(String name, Dtype dtype, Shape shape, byte[] bytes) {
        assert bytes.length == (long) shape.size() * dtype.bytes() : name;
        this.name = name;
        this.dtype = dtype;
        this.shape = shape;
        this.bytes = bytes;
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The name of the tensor in the file. */
    public String name() {
        return name;
    }

    /** The format of its numbers in the file. */
    public Dtype dtype() {
        return dtype;
    }

    /** The shape; empty for a scalar. */
    public Shape shape() {
        return shape;
    }

    /** The size of its data in a file, in bytes. */
    public int byteSize() {
        return bytes.length;
    }

    /** A copy of the numbers as float32, rounded from other types. */
    public float[] floats() {
        float[] to = new float[shape.size()];
        ByteBuffer from = littleEndian(bytes);
        if (dtype == Dtype.F32) {
            from.asFloatBuffer().get(to);
        } else {
            for (int i = 0; i < to.length; i++) {
                to[i] = (float) dtype.real(from, i);
            }
        }
        return to;
    }

    /** A copy of the numbers as float64; exact, but for integers beyond 2⁵³. */
    public double[] doubles() {
        double[] to = new double[shape.size()];
        ByteBuffer from = littleEndian(bytes);
        for (int i = 0; i < to.length; i++) {
            to[i] = dtype.real(from, i);
        }
        return to;
    }

    /**
     * A copy of the numbers as integers.
     *
     * @throws IllegalArgumentException if they are not
     */
    public long[] longs() {
        if (dtype != Dtype.I64) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\" stores " + dtype + ", not whole numbers; ask for floats or doubles");
        }
        long[] to = new long[shape.size()];
        littleEndian(bytes).asLongBuffer().get(to);
        return to;
    }

    /** Adds its data to a checksum. */
    void update(CRC32C sum) {
        sum.update(bytes);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public String toString() {
        return name + " " + dtype + " " + shape;
    }
}
