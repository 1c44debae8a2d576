package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;

/**
 * The fields of a message of protocol buffers, one after the other. The caller reads or skips each. Not thread-safe.
 *
 * <p>Source: Protocol Buffers, Encoding.
 */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final WireReader in;
    private int number;
    private int wire;

    Message(String where, ByteBuffer bytes) {
        this.in = new WireReader(where, bytes);
    }

    /** Whether there is another field; its number and its kind are read then. */
    boolean next() throws FileFormatException {
        if (!in.hasMore()) {
            return false;
        }
        int tag = in.size();
        number = tag >>> 3;
        wire = tag & 7;
        return true;
    }

    int number() {
        return number;
    }

    long varint() throws FileFormatException {
        require(VARINT);
        return in.varint();
    }

    int size() throws FileFormatException {
        require(VARINT);
        return in.size();
    }

    int fixed32() throws FileFormatException {
        require(FIXED32);
        return in.fixed32();
    }

    ByteBuffer bytes() throws FileFormatException {
        require(BYTES);
        return in.next(in.size());
    }

    void skip() throws FileFormatException {
        switch (wire) {
            case VARINT -> in.varint();
            case FIXED64 -> in.fixed64();
            case BYTES -> in.next(in.size());
            case FIXED32 -> in.fixed32();
            default -> throw in.bad("field " + number + " has the unknown kind " + wire);
        }
    }

    private void require(int kind) throws FileFormatException {
        if (wire != kind) {
            throw in.bad("field " + number + " must have the kind " + kind + " but has " + wire);
        }
    }
}
