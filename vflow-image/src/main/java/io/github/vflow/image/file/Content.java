package io.github.vflow.image.file;

import io.github.vflow.nn.io.FileFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * All bytes of a file, decompressed if the file is gzip-compressed.
 *
 * @param file the file, for messages
 * @param bytes not copied
 */
@SuppressWarnings("ArrayRecordComponent") // It is carried from a file to its reader, and never compared.
record Content(Path file, byte[] bytes) {
    private static final int LIMIT = Integer.MAX_VALUE - 8;
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final int SHOWN = 8;

    static Content read(Path file) throws IOException {
        return read(file, LIMIT);
    }

    /** Reads a file and refuses more bytes than a limit, before or after decompression. */
    static Content read(Path file, int limit) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a directory; give the name of a file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(GZIP.length);
            boolean packed = Arrays.equals(in.readNBytes(GZIP.length), GZIP);
            in.reset();
            return packed ? unpack(file, in, limit) : all(file, in, limit);
        }
    }

    private static Content unpack(Path file, InputStream packed, int limit) throws IOException {
        try (InputStream in = new GZIPInputStream(packed)) {
            return all(file, in, limit);
        } catch (EOFException | ZipException e) {
            throw new FileFormatException(
                    file + ": the gzip stream of " + Files.size(file) + " bytes is cut short or damaged ("
                            + e.getMessage() + "); fetch the file again",
                    e);
        }
    }

    private static Content all(Path file, InputStream in, int limit) throws IOException {
        Content content = new Content(file, in.readNBytes(limit));
        if (in.read() >= 0) {
            throw content.bad("a file may have at most " + limit + " bytes, unpacked, but this one has more; split it");
        }
        return content;
    }

    int size() {
        return bytes.length;
    }

    /** The unsigned byte 0 … 255 at an index. */
    int at(int index) {
        return bytes[index] & 0xFF;
    }

    boolean startsWith(byte... magic) {
        return size() >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** The first bytes in hexadecimal, for a message. */
    String start() {
        return size() == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN, size()));
    }

    /** Checks that the bytes after the header are exactly the values of an array of this shape, and that there is one. */
    void requireData(int header, long... shape) throws FileFormatException {
        int rest = size() - header;
        String product = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(" × "));
        if (LongStream.of(shape).anyMatch(side -> side == 0)) {
            throw bad("there must be something in the file but it holds " + product + " bytes; write it with content");
        }
        if (!fits(rest, shape)) {
            throw bad("the header announces " + product + " bytes but " + rest
                    + " follow; the file is cut short or damaged, fetch it again");
        }
    }

    /** Whether the product of the lengths of a shape is this number; safe against overflow. */
    static boolean fits(int length, long... shape) {
        long product = 1;
        for (long side : shape) {
            if (side < 1 || side > length || product > length) {
                return false;
            }
            product *= side;
        }
        return product == length;
    }

    FileFormatException bad(String what) {
        return new FileFormatException(file + ": " + what);
    }
}
