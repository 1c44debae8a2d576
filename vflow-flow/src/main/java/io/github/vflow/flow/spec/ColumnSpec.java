package io.github.vflow.flow.spec;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

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
     * Whole numbers, which are dequantized (VFlow paper, Eq. 7) to (x + u − μ)/σ; ln P is of the whole number.
     *
     * @param mean μ
     * @param scale σ, positive
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
     * Categories, which rows number from 0 on; ln P is of the category. Up to 8 categories take a dimension each, of which the largest names
     * the category; more take a dimension for each bit, whose sign is the bit (Hoogeboom et al., 2021).
     *
     * @param labels the categories, at least 2, which differ
     */
    record Category(List<String> labels) implements ColumnSpec {
        private static final int MOST_BY_ARGMAX = 8;

        /** Copies the list, and checks the labels. */
        public Category {
            labels = List.copyOf(labels);
            if (labels.size() < 2 || new HashSet<>(labels).size() < labels.size()) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Category: there must be at least 2 labels, which differ, but there are " + labels
                                + "; a column with one category is constant, so leave it out");
            }
        }

        /** Categories that are labelled by their numbers. */
        public static Category of(int count) {
            return new Category(
                    IntStream.range(0, count).mapToObj(Integer::toString).toList());
        }

        /** K, the number of categories. */
        public int count() {
            return labels.size();
        }

        /** Whether each category has a dimension, else each bit. */
        public boolean isByArgmax() {
            return count() <= MOST_BY_ARGMAX;
        }

        @Override
        public int dimensions() {
            return isByArgmax() ? count() : Integer.SIZE - Integer.numberOfLeadingZeros(count() - 1);
        }
    }
}
