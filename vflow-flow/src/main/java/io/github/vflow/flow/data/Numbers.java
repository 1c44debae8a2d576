package io.github.vflow.flow.data;

import java.lang.reflect.Array;

/**
 * A flat array in its original precision. Keeps the array without a copy.
 *
 * @param array in float32, as of images and toy points, whose numbers float32 holds exactly; or in double, as of tables
 */
record Numbers(Object array) {
    int length() {
        return Array.getLength(array);
    }

    double get(int i) {
        return array instanceof double[] doubles ? doubles[i] : ((float[]) array)[i];
    }

    /** The shortest text that gives the same number back in its precision. */
    String text(int i) {
        return array instanceof double[] doubles ? Double.toString(doubles[i]) : Float.toString(((float[]) array)[i]);
    }

    /** Copies elements [from, to) into a new array. */
    Numbers range(int from, int to) {
        Numbers copy = zeros(to - from);
        System.arraycopy(array, from, copy.array, 0, to - from);
        return copy;
    }

    /** Copies several stretches of equal length into a new array, one after another. */
    Numbers select(int[] stretches, int length) {
        Numbers to = zeros(Math.multiplyExact(stretches.length, length));
        for (int i = 0; i < stretches.length; i++) {
            System.arraycopy(array, stretches[i] * length, to.array, i * length, length);
        }
        return to;
    }

    private Numbers zeros(int length) {
        return new Numbers(array instanceof double[] ? new double[length] : new float[length]);
    }
}
