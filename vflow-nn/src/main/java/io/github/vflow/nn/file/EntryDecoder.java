package io.github.vflow.nn.file;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes and checks the entry of one tensor in a safetensors header.
 *
 * @param file the name of the file, for messages
 * @param name the name of the tensor
 */
record EntryDecoder(String file, String name) {
    SafeTensorsHeader.Entry decode(JsonValue entry) throws FileFormatException {
        Dtype dtype = dtype(entry.field("dtype"));
        long[] dims = wholeNumbers("shape", entry.field("shape"));
        long[] offsets = wholeNumbers("data_offsets", entry.field("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw bad("data_offsets must be [begin, end] with begin ≤ end but are " + text(offsets)
                    + "; the header is damaged");
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

    private Dtype dtype(Optional<JsonValue> value) throws FileFormatException {
        for (Dtype known : Dtype.values()) {
            if (value.equals(Optional.of(JsonValue.of(known.name())))) {
                return known;
            }
        }
        throw bad("has dtype " + text(value) + "; one of " + Arrays.toString(Dtype.values())
                + " can be read, convert it when writing the file");
    }

    private long[] wholeNumbers(String key, Optional<JsonValue> value) throws FileFormatException {
        if (value.isPresent() && value.get() instanceof JsonArray list) {
            long[] numbers = list.items().stream()
                    .mapToLong(n ->
                            n instanceof JsonNumber number ? number.toLong().orElse(-1) : -1)
                    .toArray();
            if (Arrays.stream(numbers).allMatch(n -> n >= 0)) {
                return numbers;
            }
        }
        throw bad(key + " must be a list of whole numbers but is " + text(value) + "; the header is damaged");
    }

    private static String text(Optional<JsonValue> value) {
        return value.map(v -> Excerpt.of(v.toString())).orElse("missing");
    }

    private static String text(long[] numbers) {
        return Excerpt.of(Arrays.toString(numbers));
    }

    private FileFormatException bad(String what) {
        return new FileFormatException(file + ": tensor \"" + Excerpt.of(name) + "\" " + what);
    }
}
