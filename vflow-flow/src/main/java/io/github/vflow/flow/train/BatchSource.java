package io.github.vflow.flow.train;

/** Where training batches come from. A batch depends on its number alone, so a resumed run sees the same ones. */
public interface BatchSource {
    /** The numbers of a row. */
    int width();

    /** Fills rows [b, width], row-major, of a batch counted from zero, in the units of the data. */
    void fill(long batch, double[] rows);

    /**
     * A row of a batch in words, for messages.
     *
     * @param size rows of the batch
     * @param position in the batch
     */
    default String describe(long batch, int size, int position) {
        return "row " + position + " of batch " + batch + " (both counted from 0)";
    }

    /** Fills batches in float32. */
    @FunctionalInterface
    interface Filler {
        /** Fills rows [b, width], row-major, of a batch counted from zero. */
        void fill(long batch, float[] rows);
    }

    /** A source of rows that are made in float32. For one thread at a time. */
    static BatchSource of(int width, Filler filler) {
        return new BatchSource() {
            private float[] floats = new float[0];

            @Override
            public int width() {
                return width;
            }

            @Override
            public void fill(long batch, double[] rows) {
                if (floats.length != rows.length) {
                    floats = new float[rows.length];
                }
                filler.fill(batch, floats);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = floats[i];
                }
            }
        };
    }
}
