package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The table {@code report-numbers.txt}: each text of a report that has a number, with the test that computes the number in another way. By
 * night {@link ReportNumbersTest} makes each wrong, and its test has to fail.
 */
final class ReportNumbers {
    /** Names the row whose numbers {@link #withFault} makes wrong. */
    static final String FAULT = "vflow.report.fault";

    /** A number, with its sign, and digits in groups. */
    private static final Pattern NUMBER = Pattern.compile("[-−]?\\d+(?:[.,]\\d+)*");

    private static final Set<String> NO_RESULTS = Set.of("style", "code");

    private static final List<Row> ROWS = read();

    private ReportNumbers() {}

    /**
     * A text with numbers.
     *
     * @param section where it stands; {@code -} for none
     * @param element the name and class of its element, or {@code @} and an attribute
     * @param words of the text, with {@code #} for each number and {@code *} for any words
     * @param test class and method, or the reason why none computes the numbers, in brackets
     */
    record Row(String section, String element, String words, String test) {
        private boolean names(Place place) {
            String pattern = Pattern.quote(words).replace("*", "\\E.*\\Q");
            return section.equals(place.section)
                    && element.equals(place.element)
                    && place.words.matches("(?s)" + pattern);
        }

        @Override
        public String toString() {
            return section + " | " + element + " | " + words;
        }
    }

    private record Place(String section, String element, String words) {}

    static List<Row> rows() {
        return ROWS;
    }

    private static List<Row> read() {
        try (var in = ReportNumbers.class.getResourceAsStream("/report-numbers.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("# "))
                    .map(l -> l.split(" +\\| +", -1))
                    .map(f -> new Row(f[0], f[1], f[2], f[3]))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("no table of a report's numbers", e);
        }
    }

    private static Optional<Row> first(Place place) {
        return ROWS.stream().filter(r -> r.names(place)).findFirst();
    }

    /** The rows that a page has; fails if a text with a number has none. */
    static Set<Row> check(Document page) {
        Set<String> missing = new TreeSet<>();
        List<Row> found = new ArrayList<>();
        change(page, (place, text) -> {
            first(place).ifPresentOrElse(found::add, () -> missing.add(place.toString()));
            return text;
        });
        assertEquals(
                Set.of(),
                missing,
                "numbers without a row in report-numbers.txt: say which test computes each in another way");
        return Set.copyOf(found);
    }

    /** The page, in which the last digit of each number of the row of {@link #FAULT} is another one. */
    static Document withFault(Document page) {
        String fault = System.getProperty(FAULT, "");
        if (!fault.isEmpty()) {
            change(
                    page,
                    (place, text) ->
                            first(place).filter(r -> r.toString().equals(fault)).isPresent()
                                    ? NUMBER.matcher(text).replaceAll(m -> Matcher.quoteReplacement(wrong(m.group())))
                                    : text);
        }
        return page;
    }

    private static String wrong(String number) {
        int last = number.length() - 1;
        return number.substring(0, last) + (char) ('0' + (number.charAt(last) - '0' + 1) % 10);
    }

    private static void change(Document page, BiFunction<Place, String, String> to) {
        change(page.getDocumentElement(), "-", to);
    }

    private static void change(Element element, String section, BiFunction<Place, String, String> to) {
        if (NO_RESULTS.contains(element.getTagName())) {
            return;
        }
        String id = element.getTagName().equals("section") ? element.getAttribute("id") : section;
        String style = element.getAttribute("class");
        String name = element.getTagName() + (style.isEmpty() ? "" : "." + style);
        if (element.hasAttribute("aria-label")) {
            Attr label = element.getAttributeNode("aria-label");
            label.setValue(change(id, "@aria-label", label.getValue(), to));
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            switch (child) {
                case Element inner -> change(inner, id, to);
                case org.w3c.dom.Text text -> text.setData(change(id, name, text.getData(), to));
                default -> {}
            }
        }
    }

    private static String change(String section, String element, String text, BiFunction<Place, String, String> to) {
        String words = NUMBER.matcher(text).replaceAll("#").strip();
        return words.contains("#") ? to.apply(new Place(section, element, words), text) : text;
    }
}
