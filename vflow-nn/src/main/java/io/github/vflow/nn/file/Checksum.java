package io.github.vflow.nn.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of the content of a {@link SafeTensors}. It covers metadata and tensors but not the format of the JSON, so a program that
 * writes the same content in another format keeps the checksum:
 *
 * <pre>  n | n metadata by key: key, text | m | m tensors by name: name, dtype, rank, sizes, data</pre>
 *
 * A text is its length in bytes, then UTF-8. All of these numbers have 64 bits, little-endian. The checksum leaves out its own metadata,
 * {@value KEY}.
 */
final class Checksum {
    static final String KEY = "crc32c";

    private final CRC32C crc = new CRC32C();

    private Checksum() {}

    /** The checksum as eight hexadecimal digits. */
    static String of(SafeTensors content) {
        Map<String, String> metadata = new TreeMap<>(content.metadata());
        metadata.remove(KEY);
        Checksum sum = new Checksum();
        sum.number(metadata.size());
        metadata.forEach((key, text) -> {
            sum.text(key);
            sum.text(text);
        });
        sum.number(content.tensors().size());
        new TreeMap<>(content.tensors()).values().forEach(sum::tensor);
        return "%08x".formatted(sum.crc.getValue());
    }

    private void tensor(SafeTensor t) {
        text(t.name());
        text(t.dtype().name());
        number(t.shape().rank());
        for (int size : t.shape().dims()) {
            number(size);
        }
        t.update(crc);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        crc.update(bytes);
    }

    private void number(long number) {
        crc.update(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .flip());
    }
}
