package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Copies numbers that the host has sent to their places in the array of the program; one delivery may have several inputs. The
 * words of an address list: numbers, parts; then for each part its start in the mail and its offset in the array.
 */
public final class Mail {
    /** Numbers in one delivery. */
    public static final int CAPACITY = 1 << 16;

    /** Parts of one delivery. */
    public static final int PARTS = 62;

    private Mail() {}

    /** The entry point that TornadoVM compiles; a work item delivers one number. */
    public static void vfMail(KernelContext context, FloatArray m, IntArray code, FloatArray mail, IntArray list) {
        int i = context.globalIdx;
        if (i < list.get(0)) {
            deliver(m, mail, list, i);
        }
    }

    /** Delivers one number. */
    public static void deliver(FloatArray m, FloatArray mail, IntArray list, int i) {
        int parts = list.get(1);
        int to = 0;
        for (int p = 0; p < parts; p++) {
            int start = list.get(2 + 2 * p);
            if (start <= i) {
                to = list.get(3 + 2 * p) + i - start;
            }
        }
        m.set(to, mail.get(i));
    }
}
