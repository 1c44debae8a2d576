package io.github.vflow.flow.data;

import java.util.Arrays;

/** A flat array in the precision in which it was given. The arrays are kept, not copied. */
sealed interface Numbers {
    int length();

    double get(int i);

    /** As short as gives the same number back in its precision. */
    String text(int i);

    /** Some stretches of equal length, one after another, as an array of their own. */
    Numbers select(int[] stretches, int length);

    /** Elements [from, to), as an array of their own. */
    Numbers range(int from, int to);

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
        public Numbers select(int[] stretches, int length) {
            float[] to = new float[Math.multiplyExact(stretches.length, length)];
            for (int i = 0; i < stretches.length; i++) {
                System.arraycopy(array, stretches[i] * length, to, i * length, length);
            }
            return new Floats(to);
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
        public Numbers select(int[] stretches, int length) {
            double[] to = new double[Math.multiplyExact(stretches.length, length)];
            for (int i = 0; i < stretches.length; i++) {
                System.arraycopy(array, stretches[i] * length, to, i * length, length);
            }
            return new Doubles(to);
        }

        @Override
        public Numbers range(int from, int to) {
            return new Doubles(Arrays.copyOfRange(array, from, to));
        }
    }
}
