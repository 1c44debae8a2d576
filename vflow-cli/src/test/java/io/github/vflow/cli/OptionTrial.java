package io.github.vflow.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Two command lines that differ in an option.
 *
 * @param option on trial
 * @param kind of the outcome that is expected
 * @param one words of the first
 * @param other words of the second
 * @param reason why the option has no effect; empty if it has
 */
record OptionTrial(String option, Kind kind, List<String> one, List<String> other, String reason) {
    /** Expected outcomes. */
    enum Kind {
        /** The results differ. */
        EFFECT,
        /** They are the same, by intention. */
        NO_EFFECT,
        /** They cannot be compared. */
        UNTRIED
    }

    /**
     * What a command leaves.
     *
     * @param code its exit code
     * @param said standard output, and the last line of standard error
     * @param files what it wrote, by name
     */
    record Result(int code, String said, SortedMap<String, String> files) {
        private static final int EXCERPT = 60;

        /** Whether the command did its work; a table with a bad row, drift and an alarm have exit codes of their own. */
        boolean isDone() {
            return code == 0 || code > 2;
        }

        /** The first difference to another result, in words. */
        Optional<String> difference(Result other) {
            if (code != other.code) {
                return Optional.of("exit codes " + code + " and " + other.code + ": " + said + " and " + other.said);
            }
            if (!files.keySet().equals(other.files.keySet())) {
                return Optional.of("files " + files.keySet() + " and " + other.files.keySet());
            }
            return Stream.concat(
                            difference("output", said, other.said).stream(),
                            files.entrySet().stream()
                                    .flatMap(f ->
                                            difference(f.getKey(), f.getValue(), other.files.get(f.getKey())).stream()))
                    .findFirst();
        }

        private static Optional<String> difference(String where, String one, String other) {
            int at = Arrays.mismatch(one.toCharArray(), other.toCharArray());
            return at < 0
                    ? Optional.empty()
                    : Optional.of(where + ": ..." + excerpt(one, at) + "... and ..." + excerpt(other, at) + "...");
        }

        private static String excerpt(String text, int at) {
            return text.substring(Math.max(0, at - EXCERPT), Math.min(text.length(), at + EXCERPT));
        }
    }

    String command() {
        return one.getFirst();
    }

    /**
     * Reads a table. {@code = NAME COMMAND} names a command line. {@code NAMES | ONE | OTHER} is a trial of the first option of OTHER: both
     * follow the words of each name, where {@code key:=value} replaces {@code {key}}, whose value is else {@code @key}, or the default of {@code {key=default}}. A fourth field has the
     * reason of an option without effect, and {@code -} in the third means that it is not tried.
     */
    static List<OptionTrial> all(List<String> lines) {
        Map<String, String> names = new HashMap<>();
        List<OptionTrial> trials = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("= ")) {
                String[] parts = line.split(" ", 3);
                names.put(parts[1], parts[2]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] fields = line.split("\\s*\\|\\s*", -1);
                for (String name : fields[0].split(",", -1)) {
                    String command = names.get(name);
                    if (command == null) {
                        throw new IllegalArgumentException("no command line " + name + " for: " + line);
                    }
                    trials.add(of(command, fields));
                }
            }
        }
        return trials;
    }

    private static OptionTrial of(String command, String[] fields) {
        boolean isTried = !fields[2].equals("-");
        String reason = fields.length > 3 ? fields[3] : "";
        String option = first(isTried ? fields[2] : fields[1]);
        Kind kind = !isTried ? Kind.UNTRIED : reason.isEmpty() ? Kind.EFFECT : Kind.NO_EFFECT;
        return new OptionTrial(option, kind, words(command, fields[1]), words(command, fields[2]), reason);
    }

    private static String first(String words) {
        for (String word : words.split(" ", -1)) {
            if (word.startsWith("--")) {
                return word;
            }
        }
        throw new IllegalArgumentException("no option in \"" + words + "\"");
    }

    private static List<String> words(String command, String more) {
        Map<String, String> values = new HashMap<>();
        List<String> options = new ArrayList<>();
        for (String word : more.split(" ", -1)) {
            int at = word.indexOf(":=");
            if (at > 0) {
                values.put(word.substring(0, at), word.substring(at + 2));
            } else if (!word.isEmpty()) {
                options.add(word);
            }
        }
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            if (word.startsWith("{")) {
                String[] key = word.substring(1, word.length() - 1).split("=", 2);
                words.add(values.getOrDefault(key[0], key.length > 1 ? key[1] : "@" + key[0]));
            } else {
                words.add(word);
            }
        }
        words.addAll(options);
        return words;
    }

    @Override
    public String toString() {
        return command() + " " + option + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
