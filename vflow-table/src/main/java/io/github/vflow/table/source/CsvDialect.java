package io.github.vflow.table.source;

import io.github.vflow.nn.io.FileFormatException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The detected properties of a text file.
 *
 * @param charset of its text
 * @param mark the length of its byte order mark
 * @param isFallback whether the charset is the fallback for files that are not UTF-8
 */
record CsvDialect(Charset charset, int mark, boolean isFallback, char separator) {
    private static final int SAMPLE_LINES = 50;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x8b1f;
    private static final Charset FALLBACK = Charset.forName("windows-1252");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"");
    /** The line of a spreadsheet program that names the separator of cells. */
    private static final Pattern DECLARATION = Pattern.compile("(?i)sep=(.)");
    /** A comma may be a decimal comma, and a space part of a text, so others come first. */
    private static final char[] SEPARATORS = {'\t', ';', '|', ',', ' '};

    static CsvDialect detect(CsvBytes file, CsvSource.Format format) throws IOException {
        CsvDialect encoding;
        try {
            encoding = encoding(file);
        } catch (EOFException | ZipException e) {
            throw new FileFormatException(
                    file + ": the gzip file is damaged: " + e.getMessage() + "; compress it again", e);
        }
        return new CsvDialect(
                encoding.charset,
                encoding.mark,
                encoding.isFallback,
                format.separator().isPresent() ? format.separator().get() : separator(encoding.lines(file)));
    }

    /** The bytes, decompressed if they are compressed. */
    static InputStream bytes(CsvBytes file) throws IOException {
        InputStream in = new BufferedInputStream(file.open(), BUFFER);
        try {
            in.mark(2);
            int magic = in.read() | in.read() << 8;
            in.reset();
            return magic == GZIP ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The text without its byte order mark. */
    Reader text(CsvBytes file) throws IOException {
        InputStream in = bytes(file);
        in.skipNBytes(mark);
        return new InputStreamReader(in, charset);
    }

    private static CsvDialect encoding(CsvBytes file) throws IOException {
        try (InputStream in = bytes(file)) {
            byte[] start = in.readNBytes(64);
            requireText(file, start);
            if (start.length >= 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
                return new CsvDialect(StandardCharsets.UTF_8, 3, false, ',');
            }
            if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
                return new CsvDialect(StandardCharsets.UTF_16LE, 2, false, ',');
            }
            if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
                return new CsvDialect(StandardCharsets.UTF_16BE, 2, false, ',');
            }
            boolean utf8 = isUtf8(file, start, in);
            return new CsvDialect(utf8 ? StandardCharsets.UTF_8 : FALLBACK, 0, !utf8, ',');
        }
    }

    /** Refuses files of other programs by their first bytes. */
    private static void requireText(CsvBytes file, byte[] start) throws FileFormatException {
        String first = new String(start, StandardCharsets.ISO_8859_1);
        if (first.startsWith("PK\3\4") || first.startsWith("\u00d0\u00cf\u0011\u00e0")) {
            throw new FileFormatException(
                    file + ": this is an Excel file or an archive, and no CSV file; save its table as CSV");
        }
        if (first.startsWith("PAR1")) {
            throw new FileFormatException(
                    file + ": this is a Parquet file, and no CSV file; save its table as CSV, or read it in Java");
        }
        if (first.matches("(?s)\\s*(\\{\\s*\"|\\[\\s*[\\[{]).*")) {
            throw new FileFormatException(file + ": this is JSON, and no CSV file; save its table as CSV");
        }
    }

    private static boolean isUtf8(CsvBytes file, byte[] start, InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER).put(start);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        int read = start.length;
        while (read >= 0) {
            bytes.flip();
            for (int i = 0; i < bytes.limit(); i++) {
                if (bytes.get(i) == 0) {
                    throw new FileFormatException(
                            file + ": expected text but found a zero byte; give a CSV file, in UTF-8 at best");
                }
            }
            CoderResult result = decoder.decode(bytes, chars.clear(), false);
            if (result.isError()) {
                return false;
            }
            bytes.compact();
            read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, read));
        }
        return !decoder.decode(bytes.flip(), chars.clear(), true).isError();
    }

    /** The first lines with text, without quoted parts. */
    private List<String> lines(CsvBytes file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(text(file))) {
            StringBuilder line = new StringBuilder();
            int c = reader.read();
            while (c >= 0 && lines.size() < SAMPLE_LINES && line.length() < LONGEST_LINE) {
                if (c == '\n' || c == '\r') {
                    add(line, lines);
                } else {
                    line.append((char) c);
                }
                c = reader.read();
            }
            add(line, lines);
        }
        return lines;
    }

    private static void add(StringBuilder line, List<String> lines) {
        String bare = QUOTED.matcher(line).replaceAll("q");
        if (!bare.isBlank() && !bare.startsWith("#")) {
            lines.add(bare);
        }
        line.setLength(0);
    }

    /**
     * The separator that the first line declares; else the first one that every line has equally often, or more than half of the lines; else
     * the first one in the first line.
     */
    private static char separator(List<String> lines) {
        if (lines.isEmpty()) {
            return ',';
        }
        Matcher declared = DECLARATION.matcher(lines.getFirst());
        if (declared.matches()) {
            return declared.group(1).charAt(0);
        }
        for (char c : SEPARATORS) {
            if (sharing(lines, c) == lines.size()) {
                return c;
            }
        }
        for (char c : SEPARATORS) {
            // spaces may be part of a text, but hardly if only the line of names has fewer
            boolean usual = c == ' '
                    ? count(lines.getFirst(), c) > 0 && sharing(lines, c) == lines.size() - 1
                    : 2 * sharing(lines, c) > lines.size();
            if (usual) {
                return c;
            }
        }
        for (char c : SEPARATORS) {
            if (c != ' ' && lines.getFirst().indexOf(c) >= 0) {
                return c;
            }
        }
        return ',';
    }

    /** The most lines that have a separator equally often. */
    private static long sharing(List<String> lines, char separator) {
        return lines.stream()
                .map(line -> count(line, separator))
                .filter(count -> count > 0)
                .collect(Collectors.groupingBy(count -> count, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(n -> n)
                .max()
                .orElse(0);
    }

    private static long count(String line, char separator) {
        if (separator != ' ') {
            return line.chars().filter(c -> c == separator).count();
        }
        return line.strip().split(" +", -1).length - 1L;
    }
}
