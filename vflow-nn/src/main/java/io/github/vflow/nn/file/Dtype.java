package io.github.vflow.nn.file;

import java.nio.ByteBuffer;

/** The formats of numbers in a safetensors file; all are little-endian. */
public enum Dtype {
    /** IEEE 754 binary64. */
    F64(8),
    /** IEEE 754 binary32. */
    F32(4),
    /** Signed, 64 bits. */
    I64(8);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** The size of a number in bytes. */
    public int bytes() {
        return bytes;
    }

    double real(ByteBuffer from, int index) {
        return switch (this) {
            case F64 -> from.getDouble(index * bytes);
            case F32 -> from.getFloat(index * bytes);
            case I64 -> from.getLong(index * bytes);
        };
    }
}
