package io.github.vflow.nn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One mapping writes a record and reads it back, as strictly as its fields are read. */
final class ComponentsTest {
    enum Colour {
        RED,
        GREEN
    }

    record Inner(long size, Colour colour) {
        static Inner of(Components<Inner> c) {
            return new Inner(c.wholeLong("size", Inner::size), c.choice("colour", Inner::colour, Colour.class));
        }
    }

    record Outer(int count, double rate, boolean on, Optional<String> name, List<Double> means, List<Inner> parts) {
        static Outer of(Components<Outer> c) {
            return new Outer(
                    c.whole("count", Outer::count),
                    c.number("rate", Outer::rate),
                    c.flag("on", Outer::on),
                    c.optional("name", Outer::name, JsonValue::of, Field::text),
                    c.list("means", Outer::means, JsonValue::of, Field::number),
                    c.records("parts", Outer::parts, Inner::of));
        }
    }

    private static final Outer WHOLE = new Outer(
            -3,
            0.5,
            true,
            Optional.of("n"),
            List.of(2.5, Double.NEGATIVE_INFINITY),
            List.of(new Inner(5, Colour.GREEN)));
    private static final String TEXT =
            "{\"count\":-3,\"rate\":0.5,\"on\":true,\"name\":\"n\",\"means\":[2.5,\"-Infinity\"],"
                    + "\"parts\":[{\"size\":5,\"colour\":\"GREEN\"}]}";
    private static final Kind<Inner> INNER = new Kind<>("Inner", Inner::of);

    private static Outer read(String text) {
        return Field.root(JsonValue.parse(text)).record(Outer::of);
    }

    private static String refused(String text) {
        return assertThrows(JsonException.class, () -> read(text)).getMessage();
    }

    @Test
    void recordsComeBack() {
        assertEquals(TEXT, Components.write(WHOLE, Outer::of).toString());
        assertEquals(WHOLE, read(TEXT));
    }

    @Test
    void aComponentThatMayBeAbsentHasNoField() {
        Outer nameless = new Outer(1, 2, false, Optional.empty(), List.of(), List.of());
        String text = Components.write(nameless, Outer::of).toString();
        assertEquals("{\"count\":1,\"rate\":2.0,\"on\":false,\"means\":[],\"parts\":[]}", text);
        assertEquals(nameless, read(text));
    }

    @Test
    void whatIsMissingUnknownOrOfAnotherTypeIsNamed() {
        assertEquals("the field \"rate\" is missing", refused(TEXT.replace("\"rate\":0.5,", "")));
        assertEquals(
                "the field \"parts[0].weight\" is unknown; known are [size, colour]",
                refused(TEXT.replace("\"size\":5", "\"size\":5,\"weight\":1")));
        assertEquals("\"count\" must be a whole number of 32 bits but is 0.5", refused(TEXT.replace("-3", "0.5")));
    }

    @Test
    void aKindComesBeforeTheComponents() {
        String text = "{\"kind\":\"Inner\",\"size\":7,\"colour\":\"RED\"}";
        assertEquals(text, INNER.write(new Inner(7, Colour.RED)).toString());
        assertEquals(new Inner(7, Colour.RED), Kind.read(Field.root(JsonValue.parse(text)), List.of(INNER)));
        Field other = Field.root(JsonValue.parse(text.replace("Inner", "Outer")));
        JsonException e = assertThrows(JsonException.class, () -> Kind.read(other, List.of(INNER)));
        assertEquals("\"kind\" must be one of [Inner] but is \"Outer\"", e.getMessage());
    }
}
