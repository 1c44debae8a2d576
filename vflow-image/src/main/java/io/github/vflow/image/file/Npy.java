package io.github.vflow.image.file;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's files of one array, as {@code numpy.save} writes them: bytes [n, h, w] or [n, h, w, c], 1 ≤ c ≤ 4.
 *
 * <p>Source: NumPy's format specification (NEP 1), versions 1.0, 2.0 and 3.0.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_AT = MAGIC.length;
    private static final int LENGTH_AT = VERSION_AT + 2;
    private static final int MAX_CHANNELS = 4;
    private static final int SHOWN = 120;
    private static final Field TYPE = new Field("'descr'", "'([^']*)'");
    private static final Field ORDER = new Field("'fortran_order'", "(True|False)");
    private static final Field SHAPE = new Field("'shape'", "\\(([\\d\\s,]*)\\)");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d+");

    private Npy() {}

    static boolean isLikely(Content content) {
        return content.startsWith(MAGIC);
    }

    static Images images(Content content) throws FileFormatException {
        int from = headerStart(content);
        int length = headerLength(content, from);
        String header = new String(content.bytes(), from, length, StandardCharsets.UTF_8).strip();
        requireBytes(content, TYPE.in(content, header), ORDER.in(content, header));
        long[] shape = shape(content, SHAPE.in(content, header));
        content.requireData(from + length, shape);
        return Images.of(
                Arrays.copyOfRange(content.bytes(), from + length, content.size()),
                Math.toIntExact(shape[1]),
                Math.toIntExact(shape[2]),
                shape.length == 3 ? 1 : Math.toIntExact(shape[3]),
                Images.MAX_LEVELS);
    }

    private static int headerStart(Content content) throws FileFormatException {
        if (content.size() < LENGTH_AT) {
            throw content.bad("a NumPy file begins with 93 4e 55 4d 50 59 and a version but the file has "
                    + content.size() + " bytes and begins with " + content.start() + "; write it with numpy.save");
        }
        int version = content.at(VERSION_AT);
        if (version < 1 || version > 3) {
            throw content.bad("NumPy's format must be of version 1, 2 or 3 but is " + version + "."
                    + content.at(VERSION_AT + 1) + "; write it with numpy.save");
        }
        return LENGTH_AT + (version == 1 ? 2 : 4);
    }

    private static int headerLength(Content content, int from) throws FileFormatException {
        long length = 0;
        for (int i = Math.min(from, content.size()) - 1; i >= LENGTH_AT; i--) {
            length = length << 8 | content.at(i);
        }
        if (from + length > content.size()) {
            throw content.bad("NumPy's header ends at byte " + (from + length) + " but the file has " + content.size()
                    + "; it is cut short, write it again");
        }
        return (int) length;
    }

    /** One entry of the header, a Python dictionary in text form. */
    private record Field(String key, Pattern pattern) {
        Field(String key, String value) {
            this(key, Pattern.compile(key + ":\\s*" + value));
        }

        String in(Content content, String header) throws FileFormatException {
            Matcher matcher = pattern.matcher(header);
            if (!matcher.find()) {
                throw content.bad("NumPy's header must match " + pattern + " but is " + shown(header)
                        + "; write one array of bytes with numpy.save");
            }
            if (header.indexOf(key) != header.lastIndexOf(key)) {
                throw content.bad("NumPy's header must have " + key + " once but is " + shown(header)
                        + "; write one array of bytes with numpy.save");
            }
            return matcher.group(1);
        }
    }

    private static String shown(String header) {
        return header.substring(0, Math.min(SHOWN, header.length()));
    }

    private static void requireBytes(Content content, String type, String fortran) throws FileFormatException {
        if (!type.equals("|u1")) {
            throw content.bad("the array must be of bytes, |u1, but is " + type
                    + "; scale it to whole numbers 0 to 255 and save x.astype('uint8')");
        }
        if (fortran.equals("True")) {
            throw content.bad("the array must be in C order but is in Fortran order; save numpy.ascontiguousarray(x)");
        }
    }

    private static long[] shape(Content content, String text) throws FileFormatException {
        List<String> sides = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(side -> !side.isEmpty())
                .toList();
        if (!sides.stream().allMatch(WHOLE_NUMBER.asMatchPredicate())) {
            throw content.bad("the shape must be whole numbers between commas but is (" + shown(text)
                    + "); write it with numpy.save");
        }
        long[] shape = sides.stream()
                .mapToLong(side -> side.length() > 18 ? Long.MAX_VALUE : Long.parseLong(side))
                .toArray();
        boolean grey = shape.length == 3;
        if (!grey && !(shape.length == 4 && shape[3] <= MAX_CHANNELS)) {
            throw content.bad(
                    "the array must have shape (n, h, w) or (n, h, w, c) with c up to " + MAX_CHANNELS + " but has ("
                            + shown(text) + "); reshape it, and move channels last with x.transpose(0, 2, 3, 1)");
        }
        return shape;
    }
}
