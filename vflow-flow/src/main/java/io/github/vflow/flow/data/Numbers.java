package io.github.vflow.flow.data;

import java.util.Arrays;

/** A flat array in its original precision, float or double. Keeps the array without a copy. */
sealed interface Numbers {
    int length();

    double get(int i);

    /** The shortest text that gives the same number back in its precision. */
    String text(int i);

    /** The array, which is not copied. */
    Object array();

    /** Zeros in the same precision. */
    Numbers zeros(int length);

    /** Copies elements [from, to) into a new array. */
    Numbers range(int from, int to);

    /** Copies several stretches of equal length into a new array, one after another. */
    default Numbers select(int[] stretches, int length) {
        Numbers to = zeros(Math.multiplyExact(stretches.length, length));
        for (int i = 0; i < stretches.length; i++) {
            System.arraycopy(array(), stretches[i] * length, to.array(), i * length, length);
        }
        return to;
    }

    /** In float32: images and toy points, whose numbers float32 holds exactly. */
    record Floats(float[] array) implements Numbers {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public double get(int i) {
            return array[i];
        }

        @Override
        public String text(int i) {
            return Float.toString(array[i]);
        }

        @Override
        public Numbers zeros(int length) {
            return new Floats(new float[length]);
        }

        @Override
        public Numbers range(int from, int to) {
            return new Floats(Arrays.copyOfRange(array, from, to));
        }
    }

    /** In double: tables. */
    record Doubles(double[] array) implements Numbers {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public double get(int i) {
            return array[i];
        }

        @Override
        public String text(int i) {
            return Double.toString(array[i]);
        }

        @Override
        public Numbers zeros(int length) {
            return new Doubles(new double[length]);
        }

        @Override
        public Numbers range(int from, int to) {
            return new Doubles(Arrays.copyOfRange(array, from, to));
        }
    }
}
