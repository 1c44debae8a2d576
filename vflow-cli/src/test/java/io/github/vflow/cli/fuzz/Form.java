package io.github.vflow.cli.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Changes what is inside a file so that its outside stays whole: lengths, checksums and compression do not stop what is wrong at the door. */
@FunctionalInterface
public interface Form {
    /** All bytes. */
    Form RAW = (file, change) -> change.apply(file);

    /** What is packed. */
    Form GZIP = (file, change) -> gzip(change.apply(unpacked(file)));

    /** The JSON of a safetensors file, whose length is said again. */
    Form SAFETENSORS = (file, change) -> {
        int end = Math.toIntExact(littleEndian(file).getLong(0)) + Long.BYTES;
        byte[] json = change.apply(Arrays.copyOfRange(file, Long.BYTES, end));
        ByteBuffer all = littleEndian(new byte[Long.BYTES + json.length + file.length - end]);
        all.putLong(json.length).put(json).put(file, end, file.length - end);
        return all.array();
    };

    /** One chunk of a PNG file, with its length and checksum. */
    Form PNG = (file, change) -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, 8);
        int chunks = 0;
        for (int at = 8; at < file.length; at += 12 + ByteBuffer.wrap(file).getInt(at)) {
            chunks++;
        }
        // by the change itself: it is as random as the caller's
        int chosen = Math.floorMod(Arrays.hashCode(change.apply(new byte[] {1, 2, 3})), chunks);
        for (int at = 8, i = 0; at < file.length; i++) {
            int length = ByteBuffer.wrap(file).getInt(at);
            byte[] data = Arrays.copyOfRange(file, at + 8, at + 8 + length);
            byte[] now = i == chosen ? change.apply(data) : data;
            byte[] typed = ByteBuffer.allocate(4 + now.length)
                    .put(file, at + 4, 4)
                    .put(now)
                    .array();
            CRC32 crc = new CRC32();
            crc.update(typed);
            out.writeBytes(ByteBuffer.allocate(4).putInt(now.length).array());
            out.writeBytes(typed);
            out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
            at += 12 + length;
        }
        return out.toByteArray();
    };

    /** The file with another inside. */
    byte[] changed(byte[] file, UnaryOperator<byte[]> change);

    /** Packed. */
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
