package io.github.vflow.nn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records come back as they were, and whatever does not belong to them is named. */
final class FieldsTest {
    enum Colour {
        RED,
        GREEN
    }

    record Inner(long size, Colour colour) {
        static Inner read(Fields f) {
            return new Inner(f.get("size").wholeLong(), f.get("colour").choice(Colour.class));
        }
    }

    record Outer(int count, double rate, boolean on, String name, List<Double> means, List<Inner> parts, int optional) {
        static Outer read(Fields f) {
            return new Outer(
                    f.get("count").whole(),
                    f.get("rate").number(),
                    f.get("on").flag(),
                    f.get("name").text(),
                    f.get("means").list(Field::number),
                    f.get("parts").list(part -> part.object(Inner::read)),
                    f.find("optional").map(Field::whole).orElse(7));
        }
    }

    private static final String TEXT =
            "{\"count\":-3,\"rate\":0.5,\"on\":true,\"name\":\"n\",\"means\":[1,2.5,\"Infinity\"],"
                    + "\"parts\":[{\"size\":5000000000,\"colour\":\"RED\"},{\"colour\":\"GREEN\",\"size\":0}]}";

    private static Outer read(String text) {
        return Field.root(JsonValue.parse(text)).object(Outer::read);
    }

    private static String refused(String text, Function<Field, ?> reader) {
        Field field = Field.root(JsonValue.parse(text));
        return assertThrows(JsonException.class, () -> reader.apply(field)).getMessage();
    }

    @Test
    void aRecordIsReadInAnyOrderOfItsFields() {
        Outer expected = new Outer(
                -3,
                0.5,
                true,
                "n",
                List.of(1.0, 2.5, Double.POSITIVE_INFINITY),
                List.of(new Inner(5_000_000_000L, Colour.RED), new Inner(0, Colour.GREEN)),
                7);
        assertEquals(expected, read(TEXT));
    }

    @Test
    void aFieldThatMayBeAbsentHasADefault() {
        assertEquals(7, read(TEXT).optional());
        assertEquals(8, read(TEXT.replace("\"on\"", "\"optional\":8,\"on\"")).optional());
    }

    /** Quotes are written as ' here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'count':-3|'count':2.0|'count' must be a whole number of 32 bits but is 2.0
            'count':-3|'count':2e0|'count' must be a whole number of 32 bits but is 2e0
            'count':-3|'count':'2'|'count' must be a whole number of 32 bits but is '2'
            'count':-3|'count':null|'count' must be a whole number of 32 bits but is null
            'count':-3|'count':true|'count' must be a whole number of 32 bits but is true
            'count':-3|'count':2147483648|'count' must be a whole number of 32 bits but is 2147483648
            'count':-3|'count':[1]|'count' must be a whole number of 32 bits but is [1]
            'count':-3|'more':-3|the field 'count' is missing
            'count':-3|'count':-3,'more':1|the field 'more' is unknown; known are [count, rate, on, name, means, parts, optional]
            'rate':0.5|'rate':'0.5'|'rate' must be a number but is '0.5'
            'rate':0.5|'rate':null|'rate' must be a number but is null
            'on':true|'on':1|'on' must be true or false but is 1
            'on':true|'on':'true'|'on' must be true or false but is 'true'
            'name':'n'|'name':3|'name' must be a text but is 3
            'name':'n'|'name':null|'name' must be a text but is null
            [1,2.5,|[1,null,|'means[1]' must be a number but is null
            [1,2.5,'Infinity']|{'a':1}|'means' must be a list but is {'a':1}
            5000000000|9223372036854775808|'parts[0].size' must be a whole number of 64 bits but is 9223372036854775808
            'GREEN'|'BLUE'|'parts[1].colour' must be one of [GREEN, RED] but is 'BLUE'
            'GREEN'|1|'parts[1].colour' must be one of [GREEN, RED] but is 1
            'GREEN'|'red'|'parts[1].colour' must be one of [GREEN, RED] but is 'red'
            'colour':'GREEN',|``|the field 'parts[1].colour' is missing
            'colour':'GREEN'|'colour':'GREEN','x':0|the field 'parts[1].x' is unknown; known are [size, colour]
            {'colour':'GREEN','size':0}|[]|'parts[1]' must be an object but is []
            """)
    void whatDoesNotBelongIsNamed(String was, String becomes, String expected) {
        String changed = TEXT.replace(was.replace('\'', '"'), becomes.replace('\'', '"'));
        assertEquals(expected.replace('\'', '"'), refused(changed, f -> f.object(Outer::read)));
    }

    @Test
    void theWholeIsCalledIt() {
        assertEquals("it must be an object but is null", refused("null", f -> f.object(Outer::read)));
        assertEquals("it must be a list but is \"a\"", refused("\"a\"", f -> f.list(Field::text)));
        assertEquals("\"[1]\" must be a text but is 2", refused("[\"a\",2]", f -> f.list(Field::text)));
        assertEquals("\"a\" must be a text but is null", refused("{\"a\":null}", f -> f.map(Field::text)));
        assertEquals("it must be an object but is []", refused("[]", f -> f.map(Field::text)));
    }

    @Test
    void namesMayBeFreeAndWordsMayStandForValues() {
        Field free = Field.root(JsonValue.parse("{\"b\":\"1\",\"a\":\"2\"}"));
        assertEquals(List.of("b", "a"), List.copyOf(free.map(Field::text).keySet()));
        assertEquals(3, Field.root(JsonValue.of("three")).<Integer>oneOf(Map.of("two", 2, "three", 3)));
    }

    @Test
    void whatIsQuotedIsShort() {
        assertEquals(
                "\"" + "n".repeat(60) + "…\" must be a text but is [" + "1,".repeat(29) + "1…",
                refused("{\"" + "n".repeat(500) + "\":[" + "1,".repeat(500) + "1]}", f -> f.map(Field::text)));
    }
}
