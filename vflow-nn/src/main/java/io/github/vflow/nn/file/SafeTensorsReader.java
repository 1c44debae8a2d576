package io.github.vflow.nn.file;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Reads the content of a safetensors file in one pass, which may end anywhere: length, header, data. */
record SafeTensorsReader(String origin, InputStream in) {
    private static final int LENGTH_BYTES = 8;

    /** The length of the longest header, as in the reference implementation. */
    private static final long HEADER_CAP = 100_000_000;

    static SafeTensors read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot read " + file + ": it is not a file; give the name of a safetensors file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new SafeTensorsReader(file.toString(), in).read();
        }
    }

    SafeTensors read() throws IOException {
        SafeTensorsHeader header = SafeTensorsHeader.decode(origin, next((int) headerLength()));
        Map<String, SafeTensor> read = new HashMap<>();
        for (SafeTensorsHeader.Entry e : header.entries().stream()
                .sorted(Comparator.comparingLong(SafeTensorsHeader.Entry::begin))
                .toList()) {
            byte[] data = next((int) (e.end() - e.begin()));
            read.put(e.name(), new SafeTensor(e.name(), e.dtype(), e.shape(), data));
        }
        if (in.read() >= 0) {
            throw bad("it must end with the last tensor but goes on; it holds something else, too");
        }
        SequencedMap<String, SafeTensor> tensors = new LinkedHashMap<>();
        header.entries().forEach(e -> tensors.put(e.name(), read.get(e.name())));
        return new SafeTensors(origin, header.metadata(), tensors);
    }

    private long headerLength() throws IOException {
        byte[] bytes = in.readNBytes(LENGTH_BYTES);
        if (bytes.length < LENGTH_BYTES) {
            throw bad("a safetensors file starts with 8 bytes of header length, but this one has " + bytes.length
                    + " bytes; it was cut short or is something else");
        }
        long length = SafeTensor.littleEndian(bytes).getLong();
        if (length < 2 || length > HEADER_CAP) {
            throw bad("the header length must be in 2 … " + HEADER_CAP + " but is " + Long.toUnsignedString(length)
                    + "; the file was cut short or is not a safetensors file");
        }
        return length;
    }

    /** The next bytes. Memory is taken as they come, for there may be fewer than the header says. */
    private byte[] next(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw bad("its next part must have " + length + " bytes but has " + bytes.length
                    + "; it was cut short, so get it again");
        }
        return bytes;
    }

    private FileFormatException bad(String what) {
        return new FileFormatException(origin + ": " + what);
    }
}
