package io.github.vflow.nn.io;

import io.github.vflow.tensor.ir.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON header of a safetensors file, checked.
 *
 * @param metadata the texts by key
 * @param entries the entry of each tensor, in the order of the header
 */
record SafeTensorsHeader(SortedMap<String, String> metadata, List<Entry> entries) {
    static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A tensor whose data is bytes [begin, end) after the header. */
    record Entry(String name, Dtype dtype, Shape shape, long begin, long end) {}

    /** Encodes the length and the JSON, padded with spaces so that the data is aligned. */
    static byte[] encode(Map<String, String> metadata, List<SafeTensor> tensors) {
        ObjectNode root = MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long at = 0;
        for (SafeTensor t : tensors) {
            ObjectNode entry = root.putObject(t.name());
            entry.put("dtype", t.dtype().name());
            ArrayNode shape = entry.putArray("shape");
            Arrays.stream(t.shape().dims()).forEach(shape::add);
            entry.putArray("data_offsets").add(at).add(at + t.byteSize());
            at += t.byteSize();
        }
        byte[] json = MAPPER.writeValueAsBytes(root);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[Long.BYTES + padded];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer to = SafeTensor.littleEndian(header);
        to.putLong(padded).put(json);
        return header;
    }

    /** Decodes and checks a header before {@code dataSize} bytes of data. */
    static SafeTensorsHeader decode(String file, byte[] json, long dataSize) throws FileFormatException {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new FileFormatException(
                    file + ": the header must be JSON with distinct names: " + e.getOriginalMessage()
                            + "; the file is damaged or is not a safetensors file",
                    e);
        }
        if (!root.isObject()) {
            throw new FileFormatException(file + ": the header must be a JSON object but is " + root.getNodeType()
                    + "; the file is damaged or is not a safetensors file");
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : root.properties()) {
            if (e.getKey().equals(METADATA)) {
                metadata.putAll(texts(file, e.getValue()));
            } else {
                entries.add(new EntryDecoder(file, e.getKey(), dataSize).decode(e.getValue()));
            }
        }
        checkNoOverlap(file, entries, dataSize);
        return new SafeTensorsHeader(metadata, List.copyOf(entries));
    }

    private static Map<String, String> texts(String file, JsonNode node) throws FileFormatException {
        if (!node.isObject()) {
            throw new FileFormatException(file + ": " + METADATA + " must be a JSON object but is "
                    + Excerpt.of(node.toString()) + "; the file is damaged or is not a safetensors file");
        }
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            if (!e.getValue().isString()) {
                throw new FileFormatException(
                        file + ": metadata \"" + Excerpt.of(e.getKey()) + "\" must be text but is "
                                + Excerpt.of(e.getValue().toString()) + "; write numbers and structures as text");
            }
            texts.put(e.getKey(), e.getValue().stringValue());
        }
        return texts;
    }

    private static void checkNoOverlap(String file, List<Entry> entries, long dataSize) throws FileFormatException {
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
        if (end != dataSize) {
            throw new FileFormatException(file + ": the tensors take " + end + " bytes but " + dataSize
                    + " follow the header; the file was written to after it was made");
        }
    }
}
