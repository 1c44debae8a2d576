package io.github.vflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the project, and the code in them. */
public final class Documents {
    /** The language of code that is indented instead of fenced. */
    public static final String INDENTED = "indented";

    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s'\"]+");

    private Documents() {}

    /**
     * A piece of code.
     *
     * @param file the document, from the root of the project
     * @param line the number of its first line
     * @param language of the fence; empty if it names none
     */
    public record Piece(Path file, int line, String language, List<String> lines) {
        /** The commands: lines after a dollar of a console; all lines of a shell, with their continuations and without comments. */
        public List<String> commands() {
            List<String> found = new ArrayList<>();
            String begun = "";
            for (String each : lines) {
                boolean isConsole = language.equals("console");
                if (isConsole && !each.startsWith("$ ")) {
                    continue;
                }
                String text = begun
                        + (isConsole ? each.substring(2) : each)
                                .replaceFirst("(^|\\s\\s+)#.*", "")
                                .strip();
                begun = text.endsWith("\\") ? text.substring(0, text.length() - 1) : "";
                if (begun.isEmpty() && !text.isEmpty()) {
                    found.add(text);
                }
            }
            return found;
        }

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** The words of a command up to a pipe or a redirection, without quotes. */
    public static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(MatchResult::group)
                .takeWhile(w -> !w.equals("|") && !w.equals(">"))
                .map(w -> w.replaceAll("^['\"]|['\"]$", ""))
                .toList();
    }

    /** The documents at the root and below docs, from the root, sorted. */
    public static List<Path> all() {
        try (Stream<Path> top = Files.list(Sources.root());
                Stream<Path> below = Files.walk(Sources.root().resolve("docs"))) {
            return Stream.concat(top, below)
                    .filter(f -> f.toString().endsWith(".md"))
                    .map(Sources.root()::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** README and the guides, whose code runs as it stands. */
    public static List<Path> guides() {
        return all().stream().filter(Documents::isGuide).toList();
    }

    static boolean isGuide(Path file) {
        return file.equals(Path.of("README.md")) || file.startsWith(Path.of("docs", "guide"));
    }

    /** The text of a document. */
    public static String text(Path file) {
        try {
            return Files.readString(Sources.root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pieces of code of documents. */
    public static List<Piece> pieces(List<Path> files) {
        return files.stream().flatMap(f -> pieces(f, text(f)).stream()).toList();
    }

    static List<Piece> pieces(Path file, String text) {
        List<String> lines = text.lines().toList();
        List<Piece> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            int from = i + 1;
            if (line.strip().startsWith("```")) {
                int to = end(lines, from, l -> l.strip().startsWith("```"));
                found.add(new Piece(file, from + 1, line.strip().substring(3), lines.subList(from, to)));
                i = to + 1;
            } else if (line.isBlank() && from < lines.size() && lines.get(from).startsWith("    ")) {
                int to = end(lines, from, l -> !l.startsWith("    "));
                found.add(new Piece(file, from + 1, INDENTED, lines.subList(from, to)));
                i = to;
            } else {
                i = from;
            }
        }
        return found;
    }

    private static int end(List<String> lines, int from, Predicate<String> isOver) {
        int to = from;
        while (to < lines.size() && !isOver.test(lines.get(to))) {
            to++;
        }
        return to;
    }

    /** The text without its code, for rules about prose and links. */
    static String prose(String text) {
        return text.replaceAll("(?ms)^\\s*```.*?^\\s*```", "").replaceAll("(?m)^ {4}.*", "");
    }

    /** The anchor that GitHub gives to a heading. */
    static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .strip()
                .replace(' ', '-');
    }

    /** A section of a text, from the heading with this anchor to the next one that is not below it; empty if there is none. */
    static String section(String text, String anchor) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String marks = lines.get(i).replaceFirst("^(#*).*", "$1");
            if (!marks.isEmpty()
                    && anchor(lines.get(i).substring(marks.length()).strip()).equals(anchor)) {
                int to = end(lines, i + 1, l -> l.matches("#{1," + marks.length() + "} .*"));
                return String.join("\n", lines.subList(i, to));
            }
        }
        return "";
    }

    /** Paragraphs, items of lists and rows of tables, each in one line, without code in fences. */
    static List<String> blocks(String text) {
        List<String> found = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : (prose(text) + "\n\n").lines().toList()) {
            if (line.isBlank() || line.startsWith("|") || line.matches("\\s*[-*] .*")) {
                found.add(block.toString());
                block.setLength(0);
            }
            block.append(line.strip()).append(' ');
        }
        found.add(block.toString());
        return found.stream().map(String::strip).filter(b -> !b.isEmpty()).toList();
    }
}
