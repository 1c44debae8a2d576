package io.github.vflow.cli.console;

import java.util.Comparator;
import java.util.List;

/** Finds the word that was meant. */
final class Spelling {
    private Spelling() {}

    /** The word that is the fewest typing errors away; the first of several. */
    static String nearest(String typed, List<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(word -> errors(typed, word)))
                .orElseThrow();
    }

    /** The optimal string alignment distance: the number of characters left out, put in, replaced, or exchanged with the next. */
    static int errors(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
