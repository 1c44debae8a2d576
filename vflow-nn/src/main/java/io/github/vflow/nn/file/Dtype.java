package io.github.vflow.nn.file;

import java.nio.ByteBuffer;

/** The formats of numbers in a safetensors file; all are little-endian. */
public enum Dtype {
    /** IEEE 754 binary64. */
    F64(8),
    /** IEEE 754 binary32. */
    F32(4),
    /** Signed, 64 bits. */
    I64(8),
    /** Signed, 32 bits. */
    I32(4),
    /** Unsigned, 8 bits. */
    U8(1);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** The size of a number in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether it stores whole numbers. */
    public boolean isInteger() {
        return this != F64 && this != F32;
    }

    double real(ByteBuffer from, int index) {
        return switch (this) {
            case F64 -> from.getDouble(index * bytes);
            case F32 -> from.getFloat(index * bytes);
            case I64, I32, U8 -> integer(from, index);
        };
    }

    long integer(ByteBuffer from, int index) {
        return switch (this) {
            case I64 -> from.getLong(index * bytes);
            case I32 -> from.getInt(index * bytes);
            case U8 -> from.get(index) & 0xFF;
            case F64, F32 -> throw new IllegalStateException(this + " does not store whole numbers");
        };
    }
}
