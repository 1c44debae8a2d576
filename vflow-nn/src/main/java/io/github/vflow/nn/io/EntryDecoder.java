package io.github.vflow.nn.io;

import io.github.vflow.tensor.ir.Shape;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Decodes and checks the entry of one tensor in a safetensors header.
 *
 * @param file the name of the file, for messages
 * @param name the name of the tensor
 * @param dataSize the number of bytes after the header
 */
record EntryDecoder(String file, String name, long dataSize) {

    SafeTensorsHeader.Entry decode(JsonNode node) throws FileFormatException {
        Dtype dtype = dtype(node.path("dtype"));
        long[] dims = wholeNumbers("shape", node.path("shape"));
        long[] offsets = wholeNumbers("data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) {
            throw bad("data_offsets must be [begin, end] with begin ≤ end ≤ " + dataSize + " but are " + text(offsets)
                    + "; the file was cut short or its header is damaged");
        }
        long bytes = offsets[1] - offsets[0];
        if (bytes > Integer.MAX_VALUE - 8) {
            throw bad("has " + bytes + " bytes, more than a Java array holds; split it into smaller tensors");
        }
        if (bytes != size(dims, dtype)) {
            throw bad("of shape " + text(dims) + " and dtype " + dtype + " takes " + size(dims, dtype)
                    + " bytes but its data_offsets " + text(offsets) + " span " + bytes
                    + "; the header is damaged");
        }
        if (bytes == 0) {
            throw bad("must not be empty but has shape " + text(dims) + "; leave it out when writing the file");
        }
        return new SafeTensorsHeader.Entry(
                name,
                dtype,
                Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray()),
                offsets[0],
                offsets[1]);
    }

    /** Saturates: a size that does not fit a long is larger than any file. */
    private static long size(long[] dims, Dtype dtype) {
        long n = dtype.bytes();
        for (long d : dims) {
            n = d == 0 || n <= Long.MAX_VALUE / d ? n * d : Long.MAX_VALUE;
        }
        return n;
    }

    private Dtype dtype(JsonNode node) throws FileFormatException {
        Optional<Dtype> known = node.isString()
                ? Arrays.stream(Dtype.values())
                        .filter(d -> d.name().equals(node.stringValue()))
                        .findFirst()
                : Optional.empty();
        if (known.isEmpty()) {
            throw bad("has dtype " + text(node) + "; one of " + Arrays.toString(Dtype.values())
                    + " can be read, convert it when writing the file");
        }
        return known.get();
    }

    private long[] wholeNumbers(String key, JsonNode node) throws FileFormatException {
        boolean good = node.isArray();
        for (JsonNode n : node) {
            good &= n.isIntegralNumber() && n.canConvertToLong() && n.longValue() >= 0;
        }
        if (!good) {
            throw bad(key + " must be a list of whole numbers but is " + text(node) + "; the header is damaged");
        }
        return node.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "missing" : Excerpt.of(node.toString());
    }

    private static String text(long[] numbers) {
        return Excerpt.of(Arrays.toString(numbers));
    }

    private FileFormatException bad(String what) {
        return new FileFormatException(file + ": tensor \"" + Excerpt.of(name) + "\" " + what);
    }
}
