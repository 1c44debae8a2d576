package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a TensorFlow checkpoint of version 2: an index of names, and data files with the numbers. Opening reads the index
 * and the lengths of the data files; numbers are read when they are asked for. Immutable.
 *
 * <p>Source: TensorFlow, core/protobuf/tensor_bundle.proto and core/util/tensor_bundle.
 */
final class TensorBundle {
    private static final Pattern ENDING = Pattern.compile("\\.index$|\\.data-\\d{5}-of-\\d{5}$");
    private static final int MOST_DATA_FILES = 99_999;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Path index;
    private final List<DataFile> data;
    private final SortedMap<String, BundleEntry> entries;

    private TensorBundle(Path index, List<DataFile> data, SortedMap<String, BundleEntry> entries) {
        this.index = index;
        this.data = List.copyOf(data);
        this.entries = Collections.unmodifiableSortedMap(entries);
    }

    /**
     * Opens a checkpoint.
     *
     * @param path the common prefix of the names of its files, or one of the files
     * @throws FileFormatException if the index is damaged or something else, or a data file is too short
     * @throws IOException if a file is missing or cannot be read
     */
    static TensorBundle open(Path path) throws IOException {
        String prefix = ENDING.matcher(String.valueOf(path.getFileName())).replaceFirst("");
        Path index = path.resolveSibling(prefix + ".index");
        SortedMap<String, ByteBuffer> values = SortedTable.read(index);
        @Nullable ByteBuffer header = values.remove("");
        if (header == null) {
            throw new FileFormatException(
                    index + ": the header of a TensorFlow checkpoint is missing; the file is something else");
        }
        int count = dataFiles(index, header);
        List<DataFile> data = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            String name = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, k, count);
            data.add(DataFile.open(path.resolveSibling(name)));
        }
        SortedMap<String, BundleEntry> entries = new TreeMap<>();
        for (Map.Entry<String, ByteBuffer> value : values.entrySet()) {
            String name = value.getKey();
            BundleEntry e = BundleEntry.read(index + ": variable \"" + name + "\"", value.getValue());
            if (e.shard() >= count) {
                throw new FileFormatException(index + ": variable \"" + name + "\" is in data file " + e.shard()
                        + " but there are only " + count + "; the file is damaged, fetch it again");
            }
            data.get(e.shard()).require(name, e);
            entries.put(name, e);
        }
        return new TensorBundle(index, data, entries);
    }

    /** The number of data files that the header of the index (BundleHeaderProto) announces. */
    private static int dataFiles(Path index, ByteBuffer header) throws FileFormatException {
        int count = 0;
        long order = 0;
        Message fields = new Message(index + ": its header", header);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> count = fields.size();
                case 2 -> order = fields.varint();
                default -> fields.skip();
            }
        }
        if (order != 0) {
            throw new FileFormatException(index + ": numbers must be little-endian, the order 0, but have the order "
                    + order + "; save the checkpoint on another machine");
        }
        if (count < 1 || count > MOST_DATA_FILES) {
            throw new FileFormatException(index + ": there must be 1 … " + MOST_DATA_FILES
                    + " data files but there are " + count + "; the file is damaged, fetch it again");
        }
        return count;
    }

    /** The index and the data files. */
    List<Path> files() {
        return Stream.concat(Stream.of(index), data.stream().map(DataFile::path))
                .toList();
    }

    /** The entries of all variables in the index, by name. */
    SortedMap<String, BundleEntry> entries() {
        return entries;
    }

    /**
     * The numbers of a variable, row-major; float64 is rounded to float32.
     *
     * @throws IllegalArgumentException if there is none of the name
     * @throws FileFormatException if the data have another checksum, are of another type or are not finite
     * @throws IOException if they cannot be read
     */
    float[] floats(String name) throws IOException {
        @Nullable BundleEntry e = entries.get(name);
        if (e == null) {
            throw new IllegalArgumentException(index + ": no variable \"" + name + "\"; it has " + entries.size());
        }
        if (e.sliced()) {
            throw bad(name, "is stored in parts, which cannot be read");
        }
        int width = switch (e.type()) {
            case BundleEntry.FLOAT -> Float.BYTES;
            case BundleEntry.DOUBLE -> Double.BYTES;
            default -> throw bad(name, "must be float32 or float64 but has the DataType " + e.type());
        };
        if (e.count() * width != e.size() || e.size() > MOST_BYTES) {
            throw bad(name, "has the shape " + e.shape() + " but " + e.size() + " bytes");
        }
        return numbers(name, data.get(e.shard()).read(name, e), width);
    }

    private float[] numbers(String name, ByteBuffer bytes, int width) throws FileFormatException {
        float[] values = new float[bytes.limit() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = width == Float.BYTES ? bytes.getFloat() : (float) bytes.getDouble();
            if (!Float.isFinite(values[i])) {
                throw bad(name, "must be finite but has " + values[i] + " at index " + i);
            }
        }
        return values;
    }

    private FileFormatException bad(String name, String what) {
        return new FileFormatException(index + ": variable \"" + name + "\" " + what
                + "; take a checkpoint of the authors' program, before its training diverged");
    }
}
