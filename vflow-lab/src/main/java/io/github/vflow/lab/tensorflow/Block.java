package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A block of a sorted table: keys with values, each key as the length of the prefix that it shares with the one before, and the rest; at the end the
 * places of the keys that share nothing, and their number.
 *
 * <p>Source: LevelDB, doc/table_format.md and table/block_builder.cc.
 */
final class Block {
    /** The compression and the checksum that follow a block. */
    private static final int TRAILER = 1 + Integer.BYTES;

    private static final int STORED = 0;
    private static final int SNAPPY = 1;

    private final String where;
    private final ByteBuffer content;

    private Block(String where, ByteBuffer content) {
        this.where = where;
        this.content = content;
    }

    /**
     * A place in a table.
     *
     * @param offset of the block's first byte
     * @param size of its bytes, without the compression and the checksum that follow
     */
    record Handle(long offset, long size) {
        static Handle read(WireReader in) throws FileFormatException {
            return new Handle(in.varint(), in.varint());
        }

        long end() {
            return offset + size + TRAILER;
        }
    }

    /**
     * Checks the checksum and decompresses.
     *
     * @param file all of it
     * @param name of the file and the block, for messages
     */
    static Block read(ByteBuffer file, Handle at, String name) throws FileFormatException {
        String where = name + " at byte " + at.offset;
        if (at.offset < 0 || at.size < 0 || at.size > file.limit() || at.offset > file.limit() - at.size - TRAILER) {
            throw new FileFormatException(where + " must have " + at.size + " bytes within the " + file.limit()
                    + " of the file; the file is cut short, fetch it again");
        }
        ByteBuffer whole = file.slice((int) at.offset, (int) at.size + TRAILER);
        ByteBuffer bytes = whole.slice(0, (int) at.size);
        WireReader trailer = new WireReader(where, whole.slice((int) at.size, TRAILER));
        int compression = trailer.unsignedByte();
        int said = trailer.fixed32();
        int found = MaskedCrc.of(whole.slice(0, (int) at.size + 1));
        if (said != found) {
            throw trailer.bad("the block must have the masked CRC-32C %08x but has %08x".formatted(said, found));
        }
        return switch (compression) {
            case STORED -> new Block(where, bytes);
            case SNAPPY -> new Block(where, Snappy.decompress(where, bytes));
            default ->
                throw new FileFormatException(where + " has the compression " + compression
                        + " but only 0, none, and 1, Snappy, are known; save the checkpoint with one of these");
        };
    }

    /** Takes keys and values. */
    @FunctionalInterface
    interface Entries {
        void accept(String key, ByteBuffer value) throws FileFormatException;
    }

    /** Visits the entries in their order. */
    void forEach(Entries entries) throws FileFormatException {
        WireReader in = new WireReader(where, content.slice(0, restarts()));
        byte[] key = {};
        while (in.hasMore()) {
            int shared = in.size();
            int rest = in.size();
            int value = in.size();
            if (shared > key.length) {
                throw in.bad("a key shares " + shared + " bytes with the key \"" + text(key) + "\" before it");
            }
            ByteBuffer own = in.next(rest);
            key = Arrays.copyOf(key, shared + rest);
            own.get(key, shared, rest);
            entries.accept(text(key), in.next(value));
        }
    }

    /** The offset behind the last entry. */
    private int restarts() throws FileFormatException {
        int last = content.limit() - Integer.BYTES;
        WireReader count = new WireReader(where, content.slice(Math.max(0, last), content.limit() - Math.max(0, last)));
        int restarts = count.fixed32();
        long end = last - (long) Integer.BYTES * restarts;
        if (restarts < 0 || end < 0) {
            throw count.bad("it names " + restarts + " restarts but has " + content.limit() + " bytes");
        }
        return (int) end;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
