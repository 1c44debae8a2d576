package io.github.vflow.image.file;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Checks the chunks of a PNG file before decoding, because the JDK's decoder does not. A chunk is its length, its type, its data, and the
 * CRC-32 of type and data. The last chunk is IEND.
 *
 * <p>Source: Portable Network Graphics Specification (Third Edition), W3C, Sec. 5.
 */
final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int TYPE_BYTES = 4;
    private static final int OVERHEAD = Integer.BYTES + TYPE_BYTES + Integer.BYTES;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z]{4}");
    private static final String LAST = "IEND";

    private final Content content;
    private int at = SIGNATURE.length;

    private PngChunks(Content content) {
        this.content = content;
    }

    /**
     * Checks that all chunks are complete and undamaged.
     *
     * @throws FileFormatException if a chunk is not; the message names it
     */
    static void check(Content content) throws FileFormatException {
        if (!content.startsWith(SIGNATURE)) {
            throw content.bad("a PNG begins with " + HexFormat.ofDelimiter(" ").formatHex(SIGNATURE)
                    + " but the file begins with " + content.start()
                    + "; it is cut short, or was sent as text: fetch it again as bytes");
        }
        PngChunks chunks = new PngChunks(content);
        String type = "";
        while (!type.equals(LAST)) {
            type = chunks.next();
        }
    }

    /** Checks the next chunk and returns its type. */
    private String next() throws FileFormatException {
        ByteBuffer bytes = ByteBuffer.wrap(content.bytes());
        int rest = content.size() - at;
        if (rest < OVERHEAD) {
            throw content.bad("a PNG ends with a chunk " + LAST + " but " + rest
                    + " bytes follow its last whole chunk; it is cut short, fetch it again");
        }
        String type = new String(content.bytes(), at + Integer.BYTES, TYPE_BYTES, StandardCharsets.ISO_8859_1);
        long length = Integer.toUnsignedLong(bytes.getInt(at));
        if (length > rest - OVERHEAD) {
            throw content.bad(chunk(type) + " has " + length + " bytes of data by its length but " + (rest - OVERHEAD)
                    + " follow; the file is cut short or damaged, fetch it again");
        }
        int end = at + Integer.BYTES + TYPE_BYTES + (int) length;
        CRC32 crc = new CRC32();
        crc.update(content.bytes(), at + Integer.BYTES, end - at - Integer.BYTES);
        int said = bytes.getInt(end);
        if (said != (int) crc.getValue()) {
            throw content.bad(
                    "%s must have the CRC %08x, as the file says, but has %08x; the file is damaged, fetch it again"
                            .formatted(chunk(type), said, crc.getValue()));
        }
        at = end + Integer.BYTES;
        return type;
    }

    private String chunk(String type) {
        String name = TYPE.matcher(type).matches()
                ? type
                : HexFormat.ofDelimiter(" ").formatHex(type.getBytes(StandardCharsets.ISO_8859_1));
        return "the chunk " + name + " at byte " + at;
    }
}
