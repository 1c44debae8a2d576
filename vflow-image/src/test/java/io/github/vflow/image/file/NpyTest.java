package io.github.vflow.image.file;

import static io.github.vflow.image.file.Fixture.complaint;
import static io.github.vflow.image.file.Fixture.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyTest {
    private static final String V1 =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIsIDIpLCB9ICAgICAgICAg"
                    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAUGBw==";
    private static final String V2 =
            "k05VTVBZAgB0AAAAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiwgMiksIH0gICAgICAg"
                    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAUGBw==";
    private static final String V3 =
            "k05VTVBZAwB0AAAAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiwgMiksIH0gICAgICAg"
                    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAUGBw==";

    @TempDir
    Path directory;

    /** A file of version 1.0 with values 0, 1, 2, … */
    private static byte[] npy(String header, int count) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + count).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.putShort((short) text.length).put(text);
        for (int i = 0; i < count; i++) {
            file.put((byte) i);
        }
        return file.array();
    }

    private static String header(String type, String fortran, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }  \n";
    }

    private String saidOf(byte... bytes) throws IOException {
        Path file = file(directory, "x.npy", bytes);
        return complaint(file, () -> ImageFiles.read(file));
    }

    /** Written by NumPy 2.4.6: {@code write_array(f, arange(8, dtype='u1').reshape(2, 2, 2), version)}. */
    @ParameterizedTest
    @ValueSource(strings = {V1, V2, V3})
    void readsWhatNumPyWrites(String base64) throws IOException {
        Path file = file(directory, "x.npy", Base64.getDecoder().decode(base64));
        assertEquals(Images.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 1, 256), ImageFiles.read(file));
    }

    @Test
    void aFourthAxisIsOfChannels() throws IOException {
        Path file = file(directory, "x.npy", npy(header("|u1", "False", "(2, 1, 2, 3)"), 12));
        Images images = ImageFiles.read(file);
        assertEquals("Images [2, 1, 2, 3] of 256 levels", images.toString());
        assertEquals(11, images.pixel(1, 0, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, V2, V3})
    void everyTruncationIsFound(String base64) throws IOException {
        byte[] whole = Base64.getDecoder().decode(base64);
        for (int length = 0; length < whole.length; length++) {
            Path file = file(directory, "x.npy", Arrays.copyOf(whole, length));
            assertThrows(FileFormatException.class, () -> ImageFiles.read(file), "length " + length);
        }
        assertEquals(
                "the header announces 2 × 2 × 2 bytes but 7 follow; the file is cut short or damaged, fetch it again",
                saidOf(Arrays.copyOf(whole, whole.length - 1)));
        assertEquals(
                "NumPy's header ends at byte 128 but the file has 99; it is cut short, write it again",
                saidOf(Arrays.copyOf(whole, 99)));
    }

    @Test
    void saysWhatItDoesNotRead() throws IOException {
        assertEquals(
                "the array must be of bytes, |u1, but is <f4;"
                        + " scale it to whole numbers 0 to 255 and save x.astype('uint8')",
                saidOf(npy(header("<f4", "False", "(2, 2, 2)"), 32)));
        assertEquals(
                "the array must be in C order but is in Fortran order; save numpy.ascontiguousarray(x)",
                saidOf(npy(header("|u1", "True", "(2, 2, 2)"), 8)));
        for (String shape : new String[] {"(8,)", "()", "(2, 4)", "(1, 1, 1, 8)", "(1, 1, 1, 1, 8)"}) {
            assertEquals(
                    "the array must have shape (n, h, w) or (n, h, w, c) with c up to 4 but has " + shape
                            + "; reshape it, and move channels last with x.transpose(0, 2, 3, 1)",
                    saidOf(npy(header("|u1", "False", shape), 8)));
        }
        assertEquals(
                "there must be something in the file but it holds 0 × 28 × 28 bytes; write it with content",
                saidOf(npy(header("|u1", "False", "(0, 28, 28)"), 0)));
        assertTrue(saidOf(npy(header("|u1", "False", "(99999999999999999999, 1, 1)"), 8))
                .startsWith("the header announces 9223372036854775807 × 1 × 1 bytes but 8 follow"));
    }

    @Test
    void saysWhatIsWrongWithAHeader() throws IOException {
        for (String shape : new String[] {"(2 0, 8, 8)", "(2, 8\t8, 8)"}) {
            assertEquals(
                    "the shape must be whole numbers between commas but is " + shape.replace("\t", "\\u0009")
                            + "; write it with numpy.save",
                    saidOf(npy(header("|u1", "False", shape), 8)));
        }
        String twice = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 2), 'shape': [8]}\n";
        assertEquals(
                "NumPy's header must have 'shape' once but is " + twice.strip()
                        + "; write one array of bytes with numpy.save",
                saidOf(npy(twice, 8)));
        assertEquals(
                "NumPy's header must match 'descr':\\s*'([^']*)' but is {'descr': [('r', '|u1')]};"
                        + " write one array of bytes with numpy.save",
                saidOf(npy("{'descr': [('r', '|u1')]}\n", 8)));
        byte[] future = npy(header("|u1", "False", "(2, 2, 2)"), 8);
        future[6] = 4;
        assertEquals(
                "NumPy's format must be of version 1, 2 or 3 but is 4.0; write it with numpy.save", saidOf(future));
        assertEquals(
                "a NumPy file begins with 93 4e 55 4d 50 59 and a version but the file has 6 bytes and begins with"
                        + " 93 4e 55 4d 50 59; write it with numpy.save",
                saidOf(Arrays.copyOf(future, 6)));
    }
}
