package io.github.vflow.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages bytes, as a seed says: what transmission, cut-off copies, editors and enemies do. Places near the beginning are
 * as likely as all others together, since headers are there.
 */
public final class Mutator {
    private static final int MOST = 1 << 22;

    private static final String[] WORDS = {
        "",
        "0",
        "-0",
        "-1",
        "1",
        "2",
        "7",
        "255",
        "256",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "1e9",
        "1e39",
        "-1e39",
        "1e-46",
        "1e308",
        "1e999",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "1.5",
        "1,5",
        "2 0",
        ".",
        "-",
        "e",
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "[null]",
        "[0]",
        "{\"a\":1}",
        "\"\\u0000\"",
        "\u001b[2J",
        "\0",
        "é",
        "\uFEFF",
        "''",
        "(",
        "(1,",
        "\r\n",
        "\t",
        ";",
        "\"",
        "\\"
    };

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        1 << 20,
        1 << 26,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE - 7,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final SplittableRandom random;

    /** With numbers from a seed. */
    public Mutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** What is used to choose one of several. */
    public <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /**
     * A damaged copy.
     *
     * @param bytes not modified
     * @param other of which a part may take the place of one
     */
    public byte[] mutate(byte[] bytes, byte[] other) {
        byte[] now = bytes.clone();
        do {
            now = once(now, other);
        } while (random.nextInt(3) == 0);
        return now.length > MOST ? Arrays.copyOf(now, MOST) : now;
    }

    private byte[] once(byte[] b, byte[] other) {
        if (b.length == 0) {
            return word();
        }
        int from = place(b.length);
        int to = Math.min(b.length, from + length(b.length));
        return switch (random.nextInt(14)) {
            case 0, 1 -> flipped(b, from);
            case 2 -> set(b, from);
            case 3 -> Arrays.copyOf(b, from);
            case 4 -> spliced(b, from, to, new byte[0]);
            case 5 -> spliced(b, from, from, Arrays.copyOfRange(b, from, to));
            case 6 -> spliced(b, from, to, part(other));
            case 7 -> spliced(b, from, from, random(length(64)));
            case 8 -> number(b, from);
            case 9, 10 -> token(b, from, word());
            case 11 -> token(b, from, tokenAt(b, place(b.length)));
            case 12 -> repeated(b, from);
            default -> spliced(b, from, from, word());
        };
    }

    /** Log-uniform: the first byte, the next, the next two, the next four. */
    private int place(int n) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(n);
        return Math.min(n - 1, random.nextInt(1 << random.nextInt(bits + 1)));
    }

    private int length(int n) {
        return 1 + place(Math.max(1, Math.min(n, 4096)));
    }

    private byte[] word() {
        return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private byte[] random(int n) {
        byte[] r = new byte[n];
        random.nextBytes(r);
        return r;
    }

    private byte[] part(byte[] other) {
        if (other.length == 0) {
            return other;
        }
        int from = place(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + length(other.length)));
    }

    private byte[] flipped(byte[] b, int at) {
        b[at] ^= (byte) (1 << random.nextInt(8));
        return b;
    }

    private byte[] set(byte[] b, int at) {
        b[at] = (byte) new int[] {0, 1, 0x7F, 0x80, 0xFF, ' ', '\n', '"', ',', random.nextInt(256)}[random.nextInt(10)];
        return b;
    }

    private static byte[] spliced(byte[] b, int from, int to, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(b.length + with.length);
        out.write(b, 0, from);
        out.writeBytes(with);
        out.write(b, to, b.length - to);
        return out.toByteArray();
    }

    /** A number of one, two, four or eight bytes in either order, where it may be a length. */
    private byte[] number(byte[] b, int at) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        int size = 1 << random.nextInt(4);
        boolean little = random.nextBoolean();
        int start = random.nextBoolean() ? at / size * size : at;
        for (int i = 0; i < size && start + i < b.length; i++) {
            b[start + i] = (byte) (number >>> (8 * (little ? i : size - 1 - i)));
        }
        return b;
    }

    /** Another word for the number or name that begins behind a place. */
    private static byte[] token(byte[] b, int at, byte[] with) {
        int from = beginOfWord(b, at);
        return spliced(b, from, endOfWord(b, from), with);
    }

    private static byte[] tokenAt(byte[] b, int at) {
        int from = beginOfWord(b, at);
        return Arrays.copyOfRange(b, from, Math.min(endOfWord(b, from), from + 64));
    }

    private static int beginOfWord(byte[] b, int at) {
        int from = at;
        while (from < b.length && !isWord(b[from])) {
            from++;
        }
        return from;
    }

    private static int endOfWord(byte[] b, int from) {
        int to = from;
        while (to < b.length && isWord(b[to])) {
            to++;
        }
        return to;
    }

    private static boolean isWord(byte c) {
        return Character.isLetterOrDigit(c & 0xFF) || ".-+_".indexOf(c) >= 0;
    }

    /** One byte many times over: deep nesting, long numbers, wide rows. */
    private byte[] repeated(byte[] b, int at) {
        byte[] many = new byte[1 << random.nextInt(15)];
        Arrays.fill(many, random.nextBoolean() ? b[at] : (byte) "[{(\"9,\n \0".charAt(random.nextInt(9)));
        return spliced(b, at, at, many);
    }
}
