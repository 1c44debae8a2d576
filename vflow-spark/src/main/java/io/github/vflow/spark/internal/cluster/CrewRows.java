package io.github.vflow.spark.internal.cluster;

import io.github.vflow.spark.internal.rows.RowFetcher;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows on workers: the worker of rank i has the rows from {@code firsts[i]} to {@code firsts[i + 1]}. */
final class CrewRows implements RowFetcher {
    private final Crew crew;
    private final long[] firsts;
    private final int width;

    CrewRows(Crew crew, long[] firsts, int width) {
        this.crew = crew;
        this.firsts = firsts.clone();
        this.width = width;
    }

    @Override
    public void fetch(long[] rows, double[] into) {
        for (int rank = 0; rank < firsts.length - 1; rank++) {
            long first = firsts[rank];
            long end = firsts[rank + 1];
            int[] places = IntStream.range(0, rows.length)
                    .filter(i -> rows[i] >= first && rows[i] < end)
                    .toArray();
            if (places.length > 0) {
                int[] local = Arrays.stream(places)
                        .map(i -> Math.toIntExact(rows[i] - first))
                        .toArray();
                double[] got = new double[places.length * width];
                long count = end - first;
                crew.runOn(rank, link -> link.fetch(local, count, got), "a batch");
                for (int k = 0; k < places.length; k++) {
                    System.arraycopy(got, k * width, into, places[k] * width, width);
                }
            }
        }
    }
}
