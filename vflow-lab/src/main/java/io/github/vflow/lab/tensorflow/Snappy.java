package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;

/**
 * Decompresses the block format of Snappy: the length, then literals and copies of what was decompressed before.
 *
 * <p>Source: Snappy compressed format description, google/snappy, format_description.txt.
 */
final class Snappy {
    /** A copy of 64 bytes takes three. */
    private static final int MOST_EXPANSION = 22;

    private static final int LITERAL = 0;
    private static final int SHORT_COPY = 1;
    private static final int LONG_COPY = 2;

    /** Lengths of literals beyond it follow in as many bytes as they exceed it by. */
    private static final int INLINE_LENGTH = 60;

    private Snappy() {}

    static ByteBuffer decompress(String where, ByteBuffer compressed) throws FileFormatException {
        WireReader in = new WireReader(where, compressed);
        int length = in.size();
        if (length > (long) MOST_EXPANSION * compressed.remaining()) {
            throw in.bad("a block of " + compressed.remaining() + " bytes cannot decompress to " + length);
        }
        byte[] out = new byte[length];
        int at = 0;
        while (in.hasMore()) {
            int tag = in.unsignedByte();
            int kind = tag & 3;
            int upper = tag >>> 2;
            int count = kind == SHORT_COPY ? 4 + (upper & 7) : 1 + (kind == LITERAL ? literal(in, upper) : upper);
            if (count < 1 || count > length - at) {
                throw in.bad("a block of " + length + " bytes has more than that");
            }
            if (kind == LITERAL) {
                in.next(count).get(out, at, count);
            } else {
                copy(in, out, at, offset(in, kind, upper), count);
            }
            at += count;
        }
        if (at != length) {
            throw in.bad("a block of " + length + " bytes ends after " + at);
        }
        return ByteBuffer.wrap(out);
    }

    private static int literal(WireReader in, int upper) throws FileFormatException {
        return upper < INLINE_LENGTH ? upper : little(in, upper - INLINE_LENGTH + 1);
    }

    private static int offset(WireReader in, int kind, int upper) throws FileFormatException {
        return kind == SHORT_COPY
                ? ((upper >>> 3) << 8) | in.unsignedByte()
                : little(in, kind == LONG_COPY ? Short.BYTES : Integer.BYTES);
    }

    private static int little(WireReader in, int bytes) throws FileFormatException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= in.unsignedByte() << (8 * i);
        }
        return value;
    }

    /** The copy may overlap itself, and then repeats. */
    private static void copy(WireReader in, byte[] out, int at, int offset, int count) throws FileFormatException {
        if (offset < 1 || offset > at) {
            throw in.bad("a copy begins " + Integer.toUnsignedString(offset) + " bytes before byte " + at);
        }
        for (int i = at; i < at + count; i++) {
            out[i] = out[i - offset];
        }
    }
}
