package io.github.vflow.tornado.lower;

import java.util.Arrays;

/** A growing list of words for kernels. */
final class WordList {
    private int[] words = new int[1024];
    /** The next word. No list begins at 0, so 0 can mean none. */
    private int size = 1;

    int size() {
        return size;
    }

    /** Appends words, and answers the offset of the first. */
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
