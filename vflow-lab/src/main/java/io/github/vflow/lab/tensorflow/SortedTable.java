package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sorted table of LevelDB, as TensorFlow writes the index of a checkpoint: blocks of keys with values, a block with the places of
 * these blocks, and a footer with the place of that block. An object reads a file once.
 *
 * <p>Source: LevelDB, doc/table_format.md.
 */
final class SortedTable {
    private static final long MAGIC = 0xDB4775248B80FB57L;
    private static final int FOOTER = 48;

    /** Maximum size of an index and of all its keys: a model of ten thousand variables has about a megabyte. */
    private static final int MOST_BYTES = 1 << 25;

    private final Path file;
    private final ByteBuffer bytes;
    private final SortedMap<String, ByteBuffer> values = new TreeMap<>();
    private int blocks;
    private long end;
    private String last = "";
    private long keys;

    private SortedTable(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** The values of a file by key. */
    static SortedMap<String, ByteBuffer> read(Path file) throws IOException {
        SortedTable table = new SortedTable(file, ByteBuffer.wrap(content(file)));
        Block.read(table.bytes, table.index(), file + ": its block of blocks").forEach((_, at) -> table.add(at));
        return table.values;
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no such file; a checkpoint is named by what its files .index and .data-… have in common");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new FileFormatException(file + ": an index may have at most " + MOST_BYTES
                        + " bytes but this one has more; it is something else");
            }
            return all;
        }
    }

    private void add(ByteBuffer handle) throws FileFormatException {
        String name = file + ": block " + blocks + (blocks == 0 ? "" : ", after \"" + last + "\",");
        WireReader in = new WireReader(name, handle);
        Block.Handle at = Block.Handle.read(in);
        Block block = Block.read(bytes, at, name);
        if (at.offset() < end) {
            throw in.bad("it begins at byte " + at.offset() + " but the block before it ends at " + end);
        }
        end = at.end();
        blocks++;
        block.forEach((key, value) -> {
            if (values.put(key, value) != null) {
                throw in.bad("the key \"" + key + "\" is there twice");
            }
            last = key;
            keys += key.length();
            if (keys > MOST_BYTES) {
                throw in.bad("all keys together may have at most " + MOST_BYTES + " characters but have more");
            }
        });
    }

    private Block.Handle index() throws FileFormatException {
        int size = bytes.limit();
        if (size < FOOTER
                || new WireReader(file.toString(), bytes.slice(size - Long.BYTES, Long.BYTES)).fixed64() != MAGIC) {
            throw new FileFormatException(
                    file + ": the index of a TensorFlow checkpoint ends with a footer of " + FOOTER
                            + " bytes and the number " + Long.toHexString(MAGIC) + " but these " + size
                            + " bytes do not; the file is cut short or something else");
        }
        WireReader footer = new WireReader(file + ": its footer", bytes.slice(size - FOOTER, FOOTER));
        Block.Handle.read(footer);
        return Block.Handle.read(footer);
    }
}
