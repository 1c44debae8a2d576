package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Brings what the host has sent to where it belongs in the one array that programs work on: several inputs in one delivery.
 * The words of an address list: how many numbers, how many parts; for each part its start in the mail and its place.
 */
public final class Mail {
    /** Numbers in one delivery. */
    public static final int CAPACITY = 1 << 16;

    /** Parts of one delivery. */
    public static final int PARTS = 62;

    private Mail() {}

    /** As a kernel. */
    public static void vfMail(KernelContext context, FloatArray m, IntArray code, FloatArray mail, IntArray list) {
        int i = context.globalIdx;
        if (i < list.get(0)) {
            deliver(m, mail, list, i);
        }
    }

    /** One number. */
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
