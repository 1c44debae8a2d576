package io.github.vflow.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 bytes to a writer, piece by piece. */
public final class Utf8Stream extends OutputStream {
    private static final int SIZE = 1 << 13;

    private final Writer to;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    private final CharBuffer chars = CharBuffer.allocate(SIZE);

    public Utf8Stream(Writer to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, bytes.remaining());
            bytes.put(b, from + done, n);
            done += n;
            decode();
        }
    }

    /** Decodes whole characters; the bytes of an incomplete one wait for the next piece. */
    private void decode() throws IOException {
        bytes.flip();
        decoder.decode(bytes, chars, false);
        bytes.compact();
        chars.flip();
        to.append(chars);
        chars.clear();
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }
}
