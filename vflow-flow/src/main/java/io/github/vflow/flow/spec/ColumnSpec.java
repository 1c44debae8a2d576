package io.github.vflow.flow.spec;

/** What the numbers of a column are, which says how a model lifts them to dimensions of the flow. */
public sealed interface ColumnSpec {
    /** The number of dimensions of the flow that the column takes. */
    int dimensions();

    /** Real numbers, which are standardised; ln p is a density. */
    record Real() implements ColumnSpec {
        @Override
        public int dimensions() {
            return 1;
        }
    }

    /**
     * Whole numbers, which are dequantized (VFlow paper, Eq. 7); ln P is of the whole number.
     *
     * @param mean μ and
     * @param scale σ by which x + u is standardised
     */
    record Whole(double mean, double scale) implements ColumnSpec {
        /** Checks the scale. */
        public Whole {
            if (!(scale > 0) || !Double.isFinite(mean) || !Double.isFinite(scale)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Whole: mean must be finite and scale positive but are " + mean + " and " + scale);
            }
        }

        @Override
        public int dimensions() {
            return 1;
        }
    }

    /**
     * Categories, which are whole numbers from 0 to count − 1; ln P is of the category. Up to 8 categories take a dimension each, of which
     * the largest names the category; more take a dimension for each bit, whose sign is the bit (Hoogeboom et al., 2021).
     *
     * @param count K, at least 2
     */
    record Category(int count) implements ColumnSpec {
        private static final int MOST_BY_ARGMAX = 8;

        /** Checks the number of categories. */
        public Category {
            if (count < 2) {
                throw new IllegalArgumentException("ColumnSpec.Category: count must be at least 2 but is " + count
                        + "; a column with one category is constant, so leave it out");
            }
        }

        /** Whether each category has a dimension, else each bit. */
        public boolean isByArgmax() {
            return count <= MOST_BY_ARGMAX;
        }

        @Override
        public int dimensions() {
            return isByArgmax() ? count : Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
        }
    }
}
