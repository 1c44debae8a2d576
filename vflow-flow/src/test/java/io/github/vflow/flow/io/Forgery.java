package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.file.SafeTensor;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A file of ours, changed by someone who makes the checksum fit. */
final class Forgery {
    /** Opens a file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private final Path file;
    private final Map<String, String> metadata;
    private final Map<String, SafeTensor> tensors;

    private Forgery(Path file, SafeTensors good) {
        this.file = file;
        this.metadata = new TreeMap<>(good.metadata());
        this.tensors = new TreeMap<>(good.tensors());
        metadata.remove(SafeTensors.CHECKSUM);
    }

    /** Of a good file, which it will replace. */
    static Forgery of(Path file) throws IOException {
        return new Forgery(file, SafeTensors.read(file));
    }

    /** Changes texts. */
    Forgery metadata(Consumer<Map<String, String>> change) {
        change.accept(metadata);
        return this;
    }

    Forgery put(String key, String text) {
        return metadata(m -> m.put(key, text));
    }

    /** Changes a part of a text, which must be there. */
    Forgery replace(String key, String was, String becomes) {
        String text = metadata.getOrDefault(key, "");
        assertTrue(text.contains(was), text);
        return put(key, text.replace(was, becomes));
    }

    Forgery without(String tensor) {
        tensors.remove(tensor);
        return this;
    }

    Forgery floats(String tensor, float... values) {
        return floats(tensor, Shape.of(values.length), values);
    }

    Forgery floats(String tensor, Shape shape, float... values) {
        return put(SafeTensors.builder().f32(tensor, shape, values));
    }

    /** Changes one number of a tensor. */
    Forgery number(String tensor, int index, float value) {
        SafeTensor old = content().tensor(tensor);
        float[] values = old.floats();
        values[index] = value;
        return floats(tensor, old.shape(), values);
    }

    /** Puts or replaces the only tensor of a builder. */
    Forgery put(SafeTensors.Builder one) {
        SafeTensor t = one.build().tensors().firstEntry().getValue();
        tensors.put(t.name(), t);
        return this;
    }

    /** Writes it, with a checksum that fits unless there is another. */
    Path write() throws IOException {
        SafeTensors content = content();
        (metadata.containsKey(SafeTensors.CHECKSUM) ? content : content.withChecksum()).write(file);
        return file;
    }

    /** What a reader says about it, after its name, which it says once. */
    String complaint(Reader<?> reader) throws IOException {
        return complaint(write(), reader);
    }

    static String complaint(Path file, Reader<?> reader) {
        String message =
                assertThrows(FileFormatException.class, () -> reader.read(file)).getMessage();
        String name = file + ": ";
        assertTrue(message.startsWith(name), message);
        String rest = message.substring(name.length());
        assertFalse(rest.contains(file.toString()), message);
        return rest;
    }

    private SafeTensors content() {
        SafeTensors.Builder b = SafeTensors.builder();
        metadata.forEach(b::metadata);
        for (SafeTensor t : tensors.values()) {
            switch (t.dtype()) {
                case F32 -> b.f32(t.name(), t.shape(), t.floats());
                case F64 -> b.f64(t.name(), t.shape(), t.doubles());
                case I64 -> b.i64(t.name(), t.shape(), t.longs());
            }
        }
        return b.build();
    }
}
