package io.github.vflow.nn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Reads a safetensors file: length, header, data. */
final class SafeTensorsReader {
    private static final int LENGTH_BYTES = 8;

    /** The length of the longest header, as in the reference implementation. */
    private static final long HEADER_CAP = 100_000_000;

    private SafeTensorsReader() {}

    static SafeTensors read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot read " + file + ": it is not a file; give the name of a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, channel);
        }
    }

    private static SafeTensors read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new FileFormatException(
                    file + ": a safetensors file starts with 8 bytes of header length, but this one has " + size
                            + " bytes; it was cut short or is something else");
        }
        long length =
                SafeTensor.littleEndian(bytes(file, channel, 0, LENGTH_BYTES)).getLong();
        if (length < 2 || length > HEADER_CAP || length > size - LENGTH_BYTES) {
            throw new FileFormatException(file + ": the header length must be in 2 … "
                    + Math.min(HEADER_CAP, size - LENGTH_BYTES) + " but is " + Long.toUnsignedString(length)
                    + "; the file was cut short or is not a safetensors file");
        }
        byte[] json = bytes(file, channel, LENGTH_BYTES, (int) length);
        long start = LENGTH_BYTES + length;
        SafeTensorsHeader header = SafeTensorsHeader.decode(file.toString(), json, size - start);
        SequencedMap<String, SafeTensor> tensors = new LinkedHashMap<>();
        for (SafeTensorsHeader.Entry e : header.entries()) {
            byte[] data = bytes(file, channel, start + e.begin(), (int) (e.end() - e.begin()));
            tensors.put(e.name(), new SafeTensor(e.name(), e.dtype(), e.shape(), data));
        }
        return new SafeTensors(file.toString(), header.metadata(), tensors);
    }

    private static byte[] bytes(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new FileFormatException(
                        file + ": the file ended while it was read; something else is writing it, try again");
            }
        }
        return into.array();
    }
}
