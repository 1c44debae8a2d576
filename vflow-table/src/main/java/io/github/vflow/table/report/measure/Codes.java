package io.github.vflow.table.report.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A column in few groups of about equal size: group numbers from 0 on, −1 for a missing cell.
 *
 * @param groups [n]
 */
record Codes(byte[] groups) {
    static final int GROUPS = 8;

    /** Groups of numbers by their ranks; equal numbers are in the same group. */
    static Codes ofNumbers(double[] numbers) {
        int[] order = IntStream.range(0, numbers.length)
                .filter(i -> !Double.isNaN(numbers[i]))
                .boxed()
                .sorted((a, b) -> Double.compare(numbers[a], numbers[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[] groups = new byte[numbers.length];
        Arrays.fill(groups, (byte) -1);
        for (int begin = 0, end; begin < order.length; begin = end) {
            end = begin + 1;
            while (end < order.length && numbers[order[end]] == numbers[order[begin]]) {
                end++;
            }
            int middle = (begin + end - 1) / 2;
            byte group = (byte) ((long) middle * GROUPS / order.length);
            for (int i = begin; i < end; i++) {
                groups[order[i]] = group;
            }
        }
        return new Codes(groups);
    }

    /** The most frequent categories, and one group for all others. */
    static Codes ofCategories(double[] numbers) {
        int count = 1 + (int) Arrays.stream(numbers).filter(x -> x >= 0).max().orElse(0);
        int[] met = new int[count];
        Arrays.stream(numbers).filter(x -> x >= 0).forEach(x -> met[(int) x]++);
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Integer.compare(met[b], met[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[] group = new byte[count];
        for (int k = 0; k < count; k++) {
            group[order[k]] = (byte) Math.min(k, GROUPS - 1);
        }
        byte[] groups = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            groups[i] = numbers[i] >= 0 ? group[(int) numbers[i]] : -1;
        }
        return new Codes(groups);
    }
}
