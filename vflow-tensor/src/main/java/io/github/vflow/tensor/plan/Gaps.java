package io.github.vflow.tensor.plan;

/** Blocks of memory in the order of their offsets, each with the time it is used; a new one goes to the first gap that holds it. */
final class Gaps {
    private final int[] first;
    private final int[] last;
    private final int[] from;
    private final int[] to;
    private int count;

    Gaps(int most) {
        first = new int[most];
        last = new int[most];
        from = new int[most];
        to = new int[most];
    }

    /** The lowest offset, from {@code start} on, where no block lies that is used in [begin, end]; a block now lies there. */
    int place(int begin, int end, int size, int start) {
        int at = start;
        for (int i = 0; i < count; i++) {
            if (first[i] <= end && begin <= last[i] && to[i] > at) {
                if (Math.addExact(at, size) <= from[i]) {
                    break;
                }
                at = to[i];
            }
        }
        insert(begin, end, at, Math.addExact(at, size));
        return at;
    }

    private void insert(int begin, int end, int at, int behind) {
        int i = 0;
        while (i < count && from[i] <= at) {
            i++;
        }
        for (int[] a : new int[][] {first, last, from, to}) {
            System.arraycopy(a, i, a, i + 1, count - i);
        }
        first[i] = begin;
        last[i] = end;
        from[i] = at;
        to[i] = behind;
        count++;
    }
}
