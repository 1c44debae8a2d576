package io.github.vflow.nn.file;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.tensor.shape.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The JSON header of a safetensors file, checked.
 *
 * @param metadata the texts by key
 * @param entries the entry of each tensor, in the order of the header
 */
record SafeTensorsHeader(SortedMap<String, String> metadata, List<Entry> entries) {
    static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /** A tensor whose data is bytes [begin, end) after the header. */
    record Entry(String name, Dtype dtype, Shape shape, long begin, long end) {}

    /** Encodes the length and the JSON, padded with spaces so that the data is aligned. */
    static byte[] encode(Map<String, String> metadata, List<SafeTensor> tensors) {
        JsonObject.Builder root = JsonObject.builder();
        if (!metadata.isEmpty()) {
            JsonObject.Builder texts = JsonObject.builder();
            metadata.forEach(texts::put);
            root.put(METADATA, texts.build());
        }
        long at = 0;
        for (SafeTensor t : tensors) {
            long end = at + t.byteSize();
            root.put(
                    t.name(),
                    JsonObject.builder()
                            .put("dtype", t.dtype())
                            .put("shape", list(Arrays.stream(t.shape().dims()).asLongStream()))
                            .put("data_offsets", list(LongStream.of(at, end)))
                            .build());
            at = end;
        }
        byte[] json = root.build().toBytes();
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[Long.BYTES + padded];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer to = SafeTensor.littleEndian(header);
        to.putLong(padded).put(json);
        return header;
    }

    private static JsonArray list(LongStream numbers) {
        return JsonArray.of(numbers.boxed().toList(), JsonValue::of);
    }

    /** Decodes and checks a header. */
    static SafeTensorsHeader decode(String file, byte[] json) throws FileFormatException {
        JsonValue root;
        try {
            root = JsonValue.parse(json);
        } catch (JsonException e) {
            throw new FileFormatException(
                    file + ": the header must be JSON with distinct names: " + e.getMessage()
                            + "; the file is damaged or is not a safetensors file",
                    e);
        }
        if (!(root instanceof JsonObject named)) {
            throw new FileFormatException(file + ": the header must be a JSON object but is "
                    + Excerpt.of(root.toString()) + "; the file is damaged or is not a safetensors file");
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonValue> e : named.fields().entrySet()) {
            if (e.getKey().equals(METADATA)) {
                metadata.putAll(texts(file, e.getValue()));
            } else {
                entries.add(new EntryDecoder(file, e.getKey()).decode(e.getValue()));
            }
        }
        checkNoOverlap(file, entries);
        return new SafeTensorsHeader(metadata, List.copyOf(entries));
    }

    private static Map<String, String> texts(String file, JsonValue value) throws FileFormatException {
        if (!(value instanceof JsonObject named)) {
            throw new FileFormatException(file + ": " + METADATA + " must be a JSON object but is "
                    + Excerpt.of(value.toString()) + "; the file is damaged or is not a safetensors file");
        }
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonValue> e : named.fields().entrySet()) {
            if (!(e.getValue() instanceof JsonText text)) {
                throw new FileFormatException(
                        file + ": metadata \"" + Excerpt.of(e.getKey()) + "\" must be text but is "
                                + Excerpt.of(e.getValue().toString()) + "; write numbers and structures as text");
            }
            texts.put(e.getKey(), text.text());
        }
        return texts;
    }

    private static void checkNoOverlap(String file, List<Entry> entries) throws FileFormatException {
        long end = 0;
        String before = "the header";
        for (Entry e :
                entries.stream().sorted(Comparator.comparingLong(Entry::begin)).toList()) {
            if (e.begin() != end) {
                throw new FileFormatException(
                        file + ": tensor \"" + Excerpt.of(e.name()) + "\" must start where " + before + " ends, at "
                                + end + ", but its data_offsets are [" + e.begin() + ", " + e.end() + "]; "
                                + (e.begin() < end ? "they overlap" : "there is a gap") + ", so the header is damaged");
            }
            end = e.end();
            before = "\"" + Excerpt.of(e.name()) + "\"";
        }
    }
}
