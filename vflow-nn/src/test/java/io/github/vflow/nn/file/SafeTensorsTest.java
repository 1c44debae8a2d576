package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafeTensorsTest {
    private static SafeTensors example() {
        return SafeTensors.builder()
                .metadata("note", "grüße \"quoted\"\nline")
                .metadata("config", "{\"L\": 3}")
                .i64("numbers", Shape.of(3), new long[] {0, 127, -255})
                .f32("w", Shape.of(2, 2), new float[] {1.5f, -0f, Float.MIN_VALUE, Float.NaN})
                .f64("scalar", Shape.of(), new double[] {Math.PI})
                .i64("step", Shape.of(1), new long[] {-(1L << 60)})
                .build();
    }

    private static byte[] bytes(SafeTensors s) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        s.write(out);
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("m.safetensors");
        example().write(file);
        SafeTensors read = SafeTensors.read(file);
        assertEquals("grüße \"quoted\"\nline", read.metadata().get("note"));
        assertArrayEquals(
                new float[] {1.5f, -0f, Float.MIN_VALUE, Float.NaN},
                read.tensor("w").floats());
        assertArrayEquals(
                new double[] {Math.PI}, read.tensor("scalar", Shape.of()).doubles());
        assertArrayEquals(new float[] {(float) Math.PI}, read.tensor("scalar").floats());
        assertArrayEquals(new long[] {-(1L << 60)}, read.tensor("step").longs());
        assertArrayEquals(new long[] {0, 127, -255}, read.tensor("numbers").longs());
        assertArrayEquals(new double[] {0, 127, -255}, read.tensor("numbers").doubles());
        assertEquals(Shape.of(2, 2), read.tensor("w").shape());
        read.write(directory.resolve("again.safetensors"));
        assertEquals(-1, Files.mismatch(file, directory.resolve("again.safetensors")));
    }

    @Test
    void bytesDependOnTheContentAlone() throws IOException {
        SafeTensors a = SafeTensors.builder()
                .metadata("k", "1")
                .metadata("a", "2")
                .f32("x", Shape.of(1), new float[] {1})
                .build();
        SafeTensors b = SafeTensors.builder()
                .f32("x", Shape.of(1), new float[] {1})
                .metadata("a", "2")
                .metadata("k", "1")
                .build();
        assertArrayEquals(bytes(a), bytes(b));
    }

    @Test
    void theFormatIsTheOneOthersRead() throws IOException {
        byte[] bytes = bytes(SafeTensors.builder()
                .metadata("k", "v")
                .f32("x", Shape.of(1, 1), new float[] {1})
                .i64("b", Shape.of(1), new long[] {7})
                .build());
        String json = "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        assertEquals(padded.length(), bytes[0] & 0xFF);
        assertEquals(padded, new String(bytes, 8, padded.length(), java.nio.charset.StandardCharsets.UTF_8));
        assertArrayEquals(
                new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3F},
                java.util.Arrays.copyOfRange(bytes, 8 + padded.length(), bytes.length));
    }

    @Property
    void anySequenceOfTensorsSurvives(@ForAll long seed, @ForAll @IntRange(min = 0, max = 8) int count)
            throws IOException {
        Random random = new Random(seed);
        SafeTensors.Builder builder = SafeTensors.builder();
        List<String> wide = new ArrayList<>();
        List<String> narrow = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] dims = random.ints(random.nextInt(4), 1, 5).toArray();
            Shape shape = Shape.of(dims);
            String name = "t" + random.nextInt(1_000_000) + "." + i;
            if (random.nextBoolean()) {
                builder.f64(name, shape, random.doubles(shape.size()).toArray());
                wide.add(name);
            } else {
                float[] f = new float[shape.size()];
                f[0] = random.nextFloat();
                builder.f32(name, shape, f);
                narrow.add(name);
            }
        }
        SafeTensors made = builder.build();
        Path file = Files.createTempFile("vflow", ".safetensors");
        try {
            made.write(file);
            SafeTensors read = SafeTensors.read(file);
            wide.addAll(narrow);
            assertEquals(wide, List.copyOf(read.tensors().keySet()));
            for (String name : wide) {
                assertEquals(made.tensor(name).toString(), read.tensor(name).toString());
            }
            assertArrayEquals(bytes(made), bytes(read));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void valuesAreImmutable() {
        float[] data = {1};
        SafeTensors s = SafeTensors.builder().f32("x", Shape.of(1), data).build();
        data[0] = 2;
        s.tensor("x").floats()[0] = 3;
        assertArrayEquals(new float[] {1}, s.tensor("x").floats());
        assertThrows(UnsupportedOperationException.class, () -> s.tensors().clear());
        assertThrows(UnsupportedOperationException.class, () -> s.metadata().clear());
    }

    @Test
    void saysWhatIsMissing() {
        SafeTensors s = example();
        assertEquals(
                "SafeTensors: no tensor \"v\"; there is [numbers, w, scalar, step]; the file belongs to another architecture",
                message(() -> s.tensor("v")));
        assertEquals(
                "SafeTensors: tensor \"w\" must have shape [4] but has [2, 2]; the file belongs to another architecture",
                message(() -> s.tensor("w", Shape.of(4))));
        assertEquals(
                "SafeTensors: tensor \"w\" must have dtype F64 but has F32; the file is damaged or was converted, so write it"
                        + " again with F64",
                message(() -> s.tensor("w", Shape.of(2, 2), Dtype.F64)));
        assertSame(s.tensor("w"), s.tensor("w", Shape.of(2, 2), Dtype.F32));
        assertEquals(
                "tensor \"w\" stores F32, not whole numbers; ask for floats or doubles",
                message(() -> s.tensor("w").longs()));
        assertTrue(s.toString().contains("4 tensors"), s.toString());
    }

    /** A model of images has hundreds of names. */
    @Test
    void ofManyNamesSaysThoseThatAreLikeIt() {
        SafeTensors.Builder b = SafeTensors.builder();
        for (int i = 0; i < 400; i++) {
            b.f32("p." + i + ".W", Shape.of(1), new float[1]);
        }
        assertEquals(
                "SafeTensors: no tensor \"p.31.b\"; there are 400, such as [p.31.W, p.310.W, p.311.W, p.312.W, p.313.W]; the"
                        + " file belongs to another architecture",
                message(() -> b.build().tensor("p.31.b")));
        SafeTensors s = SafeTensors.builder()
                .f32("x".repeat(1000), Shape.of(1), new float[1])
                .build();
        assertEquals(
                "SafeTensors: no tensor \"" + "y".repeat(100) + "…\"; there is [" + "x".repeat(100)
                        + "…]; the file belongs" + " to another architecture",
                message(() -> s.tensor("y".repeat(1000))));
    }

    @Test
    void saysWhatCannotBePutIn() {
        SafeTensors.Builder b = SafeTensors.builder().f32("x", Shape.of(1), new float[1]);
        assertEquals(
                "SafeTensors: tensor \"y\" of shape [2, 3] needs 6 numbers but got 5; give the shape of the data",
                message(() -> b.f32("y", Shape.of(2, 3), new float[5])));
        assertEquals(
                "SafeTensors: the name \"x\" is taken; names must differ",
                message(() -> b.f64("x", Shape.of(1), new double[1])));
        assertEquals(
                "SafeTensors: \"__metadata__\" cannot name a tensor; choose another name",
                message(() -> b.i64("__metadata__", Shape.of(1), new long[1])));
    }

    private static String message(org.junit.jupiter.api.function.Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }
}
