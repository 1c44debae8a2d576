package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.RandomKernels;
import io.github.vflow.tensor.kernel.Threefry;

/** Threefry-4x32-20 (Salmon et al., SC 2011), one counter at a time. */
final class ScalarRandom implements RandomKernels {
    private static final int LANES = BLOCK / 4;
    private static final float STEP = 0x1p-24f;

    @Override
    public void uniform(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        int[] words = new int[4];
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < LANES; i++) {
                Threefry.words(seed, stream, (firstBlock + b) * LANES + i, words);
                for (int w = 0; w < 4; w++) {
                    into[from + b * BLOCK + w * LANES + i] = (words[w] >>> 8) * STEP;
                }
            }
        }
    }

    @Override
    public void normal(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        int[] words = new int[4];
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < LANES; i++) {
                Threefry.words(seed, stream, (firstBlock + b) * LANES + i, words);
                for (int pair = 0; pair < 4; pair += 2) {
                    // u in (0, 1], so that the logarithm is finite
                    float radius = (float) Math.sqrt(-2f * FloatMath.log(((words[pair] >>> 8) + 1) * STEP));
                    float turn = (words[pair + 1] >>> 8) * STEP;
                    int at = from + b * BLOCK + pair * LANES + i;
                    into[at] = radius * FloatMath.cosTurns(turn);
                    into[at + LANES] = radius * FloatMath.sinTurns(turn);
                }
            }
        }
    }
}
