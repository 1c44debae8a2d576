package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A data file of a checkpoint: the numbers of variables, one after the other.
 *
 * @param path of the file
 * @param size of its bytes when it was opened
 */
record DataFile(Path path, long size) {
    static DataFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(
                    path.toString(), null, "the index asks for this file but there is none; fetch it, too");
        }
        return new DataFile(path, Files.size(path));
    }

    /** Checks that a variable lies within the file. */
    void require(String name, BundleEntry e) throws FileFormatException {
        if (e.offset() < 0 || e.size() < 0 || e.offset() > size - e.size()) {
            throw new FileFormatException(path + ": variable \"" + name + "\" has " + e.size() + " bytes from byte "
                    + e.offset() + " on but the file has " + size + "; it is cut short, fetch it again");
        }
    }

    /** The bytes of a variable that fits an array, whose checksum is right. */
    ByteBuffer read(String name, BundleEntry e) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) e.size()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, e.offset() + bytes.position()) < 0) {
                    throw new FileFormatException(
                            path + ": the file ended while it was read; something else is writing it, try again");
                }
            }
        }
        bytes.flip();
        int found = MaskedCrc.of(bytes);
        if (found != e.crc()) {
            throw new FileFormatException(
                    "%s: variable \"%s\" must have the masked CRC-32C %08x but has %08x; the file is damaged, fetch it again"
                            .formatted(path, name, e.crc(), found));
        }
        return bytes;
    }
}
