package io.github.vflow.table.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An element of HTML or SVG, to which attributes and content are added. Mutable and not thread-safe. */
public final class Element implements Node {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final Set<String> WITHOUT_CONTENT = Set.of("meta", "link", "br", "wbr", "hr", "col");
    private static final Set<String> REFUSED = Set.of("script", "iframe", "object", "embed", "base", "form", "img");

    private final String tag;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Node> content = new ArrayList<>();

    private Element(String tag) {
        this.tag = tag;
    }

    /**
     * An element with some content.
     *
     * @throws IllegalArgumentException if the tag is no name, or could run programs or load files
     */
    public static Element of(String tag, Node... content) {
        if (!NAME.matcher(tag).matches() || REFUSED.contains(tag)) {
            throw new IllegalArgumentException(
                    "Element: the tag must be a name, and not one of " + REFUSED + ", but is \"" + tag + "\"");
        }
        return new Element(tag).add(content);
    }

    /** An element with a text. */
    public static Element saying(String tag, String text) {
        return of(tag, new Text(text));
    }

    /** An element with a class of the style sheet. */
    public static Element styled(String tag, String style, Node... content) {
        return of(tag, content).with("class", style);
    }

    /**
     * Sets an attribute and returns this element.
     *
     * @throws IllegalArgumentException if it is no name, handles events, has a style, or an address that leaves the page
     */
    public Element with(String name, String value) {
        boolean leaves =
                (name.equals("href") || name.equals("src")) && !value.startsWith("#") && !value.equals("data:,");
        if (!NAME.matcher(name).matches() || name.startsWith("on") || name.equals("style") || leaves) {
            throw new IllegalArgumentException("Element: an attribute must be a name, no event, no style, and must not"
                    + " leave the page, but is " + name + "=\"" + value + "\"");
        }
        attributes.put(name, value);
        return this;
    }

    /** Sets an attribute that is a length in pixels, and returns this element. */
    public Element with(String name, double length) {
        return with(name, Lengths.text(length));
    }

    /** Adds content and returns this element. */
    public Element add(Node... more) {
        content.addAll(List.of(more));
        return this;
    }

    /** Adds content and returns this element. */
    public Element add(List<? extends Node> more) {
        content.addAll(more);
        return this;
    }

    /** Adds a text and returns this element. */
    public Element say(String text) {
        return add(new Text(text));
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append('<').append(tag);
        attributes.forEach((name, value) -> {
            out.append(' ').append(name).append("=\"");
            Text.escape(value, out);
            out.append('"');
        });
        if (WITHOUT_CONTENT.contains(tag)) {
            out.append("/>");
            return;
        }
        out.append('>');
        content.forEach(node -> node.writeTo(out));
        out.append("</").append(tag).append('>');
    }

    /** The text of the element, in HTML. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        writeTo(out);
        return out.toString();
    }
}
