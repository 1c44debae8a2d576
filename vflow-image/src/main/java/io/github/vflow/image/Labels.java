package io.github.vflow.image;

import java.util.Arrays;

/** The classes of images in order: [n] of integers from 0. Immutable. */
public final class Labels {
    private final int[] classes;

    /** Keeps the array without a copy. */
    private Labels(int[] classes) {
        this.classes = classes;
    }

    /**
     * Makes labels from a copy of an array.
     *
     * @throws IllegalArgumentException if a label is negative
     */
    public static Labels of(int... classes) {
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0) {
                throw new IllegalArgumentException("Labels.of: a label must be 0 or more but label " + i + " is "
                        + classes[i] + " (counted from 0); number the classes from 0");
            }
        }
        return new Labels(classes.clone());
    }

    /** The number of labels n. */
    public int size() {
        return classes.length;
    }

    /** The class of the image with this index. */
    public int get(int image) {
        return classes[image];
    }

    /** The number of images of each class: [1 + the highest class]. */
    public int[] counts() {
        int[] counts = new int[Arrays.stream(classes).max().orElse(-1) + 1];
        for (int c : classes) {
            counts[c]++;
        }
        return counts;
    }

    /** A copy of all labels: [n]. */
    public int[] toArray() {
        return classes.clone();
    }

    Labels select(int... images) {
        return new Labels(Arrays.stream(images).map(i -> classes[i]).toArray());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Labels l && Arrays.equals(classes, l.classes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(classes);
    }

    @Override
    public String toString() {
        return "Labels [" + classes.length + "]";
    }
}
