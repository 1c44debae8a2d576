package io.github.vflow.tensor.plan;

/**
 * Places blocks of memory, each used for a range of time, by first fit: a block goes to the lowest offset that is free during its
 * time.
 */
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

    /** Places a block that is used in [begin, end] at the lowest free offset from {@code start} on, and answers the offset. */
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
