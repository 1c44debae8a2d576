package io.github.vflow.table.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ElementTest {
    private static org.w3c.dom.Element parsed(Element e) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(e.toString())))
                .getDocumentElement();
    }

    @Property(tries = 500)
    void aTextComesBackWhateverItIs(@ForAll String text) throws Exception {
        Element e = Element.saying("p", text).with("title", text);
        org.w3c.dom.Element back = parsed(e);
        StringBuilder expected = new StringBuilder();
        text.codePoints().forEach(c -> expected.appendCodePoint(Words.isPlain(c) ? c : Words.REPLACEMENT));
        assertEquals(expected.toString(), back.getTextContent());
        assertEquals(expected.toString().replace('\n', ' '), back.getAttribute("title"));
        assertEquals(1, back.getAttributes().getLength());
    }

    @Test
    void charactersOfHtmlBecomeReferences() {
        assertEquals(
                "<p title=\"&quot;&gt;&lt;b onload=&#39;x&#39;&gt;\">&lt;/p&gt;&lt;script&gt;&amp;amp;</p>",
                Element.saying("p", "</p><script>&amp;")
                        .with("title", "\"><b onload='x'>")
                        .toString());
        assertEquals(
                "<meta charset=\"utf-8\"/>",
                Element.of("meta").with("charset", "utf-8").toString());
    }

    @Test
    void nothingThatRunsOrLeavesThePageCanBeMade() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Element.of("script"))
                .getMessage()
                .contains("the tag must be a name, and not one of"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("p><script"));
        for (String[] bad : new String[][] {
            {"onclick", "x"}, {"style", "x"}, {"href", "https://example.org"}, {"src", "//example.org"}, {"a b", "x"}
        }) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> Element.of("a").with(bad[0], bad[1]));
            assertTrue(
                    refused.getMessage().contains("must not leave the page, but is " + bad[0] + "=\"" + bad[1] + "\""),
                    refused.getMessage());
        }
        assertEquals(
                "<a href=\"#top\"></a>", Element.of("a").with("href", "#top").toString());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Css("a{}</style>"))
                .getMessage()
                .contains("rules must be without \"<\" but have one at 3"));
        assertThrows(IllegalArgumentException.class, () -> new Css("<b>"));
    }

    @Test
    void lengthsAreShortInAnyLocale() {
        assertEquals("12", Lengths.text(12.04));
        assertEquals("-0.3", Lengths.text(-0.25 - 0.05));
        assertEquals("1234.5", Lengths.text(1234.5));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Lengths.text(Double.NaN))
                .getMessage()
                .contains("a length must be finite but is NaN"));
    }

    @Test
    void aNameOnOneLineIsCutWhereACharacterEnds() {
        assertEquals("a b c", Words.brief("a\nb\tc", 5));
        assertEquals("abcd…", Words.brief("abcdefgh", 5));
        assertEquals("\uD83D\uDE00…", Words.brief("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2));
        assertEquals("x\uFFFDy", Words.brief("x\u202Ey", 9));
        assertEquals("\uFFFD\uFFFD\uFFFD", Words.brief("\uDFFF\uD800\uFFFF", 9), "halves of pairs");
        assertEquals("\uD7FF\uE000", Words.brief("\uD7FF\uE000", 9));
        assertFalse(Element.saying("p", "\uD83D").toString().contains("\uD83D"));
    }
}
