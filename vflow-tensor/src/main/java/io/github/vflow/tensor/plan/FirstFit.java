package io.github.vflow.tensor.plan;

/** Blocks of memory in the order of their offsets, each with the time it is used; a new one goes to the first gap that holds it. */
final class FirstFit {
    private final int[] first;
    private final int[] last;
    private final long[] from;
    private final long[] to;
    private int count;

    FirstFit(int most) {
        first = new int[most];
        last = new int[most];
        from = new long[most];
        to = new long[most];
    }

    /** The lowest offset, from {@code start} on, where no block lies that is used in [begin, end]; a block now lies there. */
    long place(int begin, int end, long size, long start) {
        long at = start;
        for (int i = 0; i < count; i++) {
            if (first[i] <= end && begin <= last[i] && to[i] > at) {
                if (at + size <= from[i]) {
                    break;
                }
                at = to[i];
            }
        }
        insert(begin, end, at, at + size);
        return at;
    }

    private void insert(int begin, int end, long at, long behind) {
        int i = 0;
        while (i < count && from[i] <= at) {
            i++;
        }
        for (Object a : new Object[] {first, last, from, to}) {
            System.arraycopy(a, i, a, i + 1, count - i);
        }
        first[i] = begin;
        last[i] = end;
        from[i] = at;
        to[i] = behind;
        count++;
    }
}
