package io.github.vflow.tensor.kernel;

/**
 * The counter-based generator Threefry-4x32-20: twenty rounds of add, rotate and exclusive-or, with the key mixed in after
 * every fourth (Salmon, Moraes, Dror, Shaw: Parallel random numbers, SC 2011). The key is (seed, stream).
 */
public final class Threefry {
    /** The fifth key word is this, exclusive-or all key words. */
    public static final int PARITY = 0x1BD11BDA;

    private static final int[] ROTATIONS = {10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20};

    private Threefry() {}

    /** The rotation in a round of the first or the second of the two words that the round mixes. */
    public static int rotation(int round, int which) {
        return ROTATIONS[2 * (round % 8) + which];
    }

    /** Computes the four words of a counter. */
    public static void words(long seed, long stream, long counter, int[] x) {
        int[] key = {(int) seed, (int) (seed >>> 32), (int) stream, (int) (stream >>> 32)};
        x[0] = (int) counter;
        x[1] = (int) (counter >>> 32);
        x[2] = 0;
        x[3] = 0;
        encrypt(key, x);
    }

    /** Encrypts four words in place. */
    static void encrypt(int[] key, int[] x) {
        int[] k = {key[0], key[1], key[2], key[3], PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]};
        for (int i = 0; i < 4; i++) {
            x[i] += k[i];
        }
        for (int round = 0; round < 20; round++) {
            int second = round % 2 == 0 ? 1 : 3;
            int fourth = 4 - second;
            x[0] += x[second];
            x[second] = Integer.rotateLeft(x[second], rotation(round, 0)) ^ x[0];
            x[2] += x[fourth];
            x[fourth] = Integer.rotateLeft(x[fourth], rotation(round, 1)) ^ x[2];
            if (round % 4 == 3) {
                int injection = round / 4 + 1;
                for (int i = 0; i < 4; i++) {
                    x[i] += k[(injection + i) % 5];
                }
                x[3] += injection;
            }
        }
    }
}
