package io.github.vflow.tornado.lower;

import java.util.Arrays;

/** A growing row of words. */
final class WordList {
    private int[] words = new int[1024];
    /** No row begins at 0, so that 0 can mean none. */
    private int size = 1;

    int size() {
        return size;
    }

    /** Adds words, and says where they begin. */
    int add(int... more) {
        if (size + more.length > words.length) {
            words = Arrays.copyOf(words, Math.max(2 * words.length, size + more.length));
        }
        System.arraycopy(more, 0, words, size, more.length);
        size += more.length;
        return size - more.length;
    }

    void set(int at, int word) {
        words[at] = word;
    }

    int[] toArray() {
        return Arrays.copyOf(words, size);
    }
}
