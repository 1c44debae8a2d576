package io.github.vflow.cli.fuzz;

import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Changes what is inside a file so that its outside stays whole: lengths, checksums and compression do not stop what is wrong at the door. */
@FunctionalInterface
public interface Form {
    /** All bytes. */
    Form RAW = (file, _, change) -> change.apply(file);

    /** What is packed. */
    Form GZIP = (file, _, change) -> gzip(change.apply(unpacked(file)));

    /** The JSON of a safetensors file, whose length is said again. */
    Form SAFETENSORS = (file, _, change) -> {
        int end = Math.toIntExact(littleEndian(file).getLong(0)) + Long.BYTES;
        byte[] json = change.apply(Arrays.copyOfRange(file, Long.BYTES, end));
        ByteBuffer all = littleEndian(new byte[Long.BYTES + json.length + file.length - end]);
        all.putLong(json.length).put(json).put(file, end, file.length - end);
        return all.array();
    };

    /** One text in the metadata of a safetensors file: JSON again. */
    Form METADATA = (file, choice, change) -> SAFETENSORS.changed(file, choice, json -> {
        SequencedMap<String, JsonValue> header = fields(JsonValue.parse(json));
        SequencedMap<String, JsonValue> texts = fields(header.get("__metadata__"));
        String key = texts.keySet().stream()
                .skip(choice.applyAsInt(texts.size()))
                .findFirst()
                .orElseThrow();
        byte[] text = ((JsonText) texts.get(key)).text().getBytes(StandardCharsets.UTF_8);
        texts.put(key, new JsonText(new String(change.apply(text), StandardCharsets.UTF_8)));
        header.put("__metadata__", new JsonObject(texts));
        return new JsonObject(header).toBytes();
    });

    /** A form of safetensors files after which the checksum fits again, if the file can still be read so far. */
    static Form sealed(Form form) {
        return (file, choice, change) -> {
            byte[] changed = form.changed(file, choice, change);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                SafeTensors.read(new ByteArrayInputStream(changed))
                        .withChecksum()
                        .write(out);
                return out.toByteArray();
            } catch (FileFormatException _) {
                return changed;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** One chunk of a PNG file, with its length and checksum. */
    Form PNG = (file, choice, change) -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, 8);
        int chunks = 0;
        for (int at = 8; at < file.length; at += 12 + ByteBuffer.wrap(file).getInt(at)) {
            chunks++;
        }
        int chosen = choice.applyAsInt(chunks);
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

    /**
     * The file with another inside.
     *
     * @param choice of one of so many parts
     */
    byte[] changed(byte[] file, IntUnaryOperator choice, UnaryOperator<byte[]> change);

    /** The fields of an object, to be changed. */
    static SequencedMap<String, JsonValue> fields(JsonValue object) {
        return new LinkedHashMap<>(((JsonObject) object).fields());
    }

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
