package io.github.vflow.nn.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonValueTest {
    private static String refused(String text) {
        return assertThrows(JsonException.class, () -> JsonValue.parse(text)).getMessage();
    }

    @Test
    void isWrittenOnOneLineInOrder() {
        JsonObject value = JsonObject.builder()
                .put("b", 3)
                .put("a", 1e9)
                .put("long", Long.MIN_VALUE)
                .put("far", Double.NEGATIVE_INFINITY)
                .put("none", Double.NaN)
                .put("yes", true)
                .put("constant", Thread.State.NEW)
                .put("text", "a\"b\\\n\u0001ü\u2028\uD83D\uDE00")
                .put("list", JsonArray.of(List.of(0.001, -2.0), JsonValue::of))
                .put("wholes", JsonArray.of(List.of(1, 2), JsonValue::of))
                .put("nothing", new JsonNull())
                .put("empty", JsonObject.builder().build())
                .put("b", 4)
                .build();
        String text =
                "{\"b\":4,\"a\":1.0E9,\"long\":-9223372036854775808,\"far\":\"-Infinity\",\"none\":\"NaN\",\"yes\":true,"
                        + "\"constant\":\"NEW\",\"text\":\"a\\\"b\\\\\\n\\u0001ü\u2028\uD83D\uDE00\",\"list\":[0.001,-2.0],"
                        + "\"wholes\":[1,2],\"nothing\":null,\"empty\":{}}";
        assertEquals(text, value.toString());
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), value.toBytes());
        assertEquals(value, JsonValue.parse(text));
        assertEquals(value, JsonValue.parse(value.toBytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "12", "-1.50", "1e3", "0.1E-7", "123456789012345678901234567890", "1e999"})
    void numbersStayAsTheyAreWritten(String digits) {
        assertEquals(new JsonNumber(digits), JsonValue.parse(" " + digits + "\n"));
        assertEquals(digits, JsonValue.parse(digits).toString());
    }

    @Test
    void wholeNumbersAreThoseWithoutAPoint() {
        assertEquals(OptionalLong.of(Long.MAX_VALUE), new JsonNumber("9223372036854775807").toLong());
        assertEquals(OptionalLong.of(0), new JsonNumber("-0").toLong());
        for (String other : List.of("9223372036854775808", "1.0", "1e3", "100000000000000000000")) {
            assertEquals(OptionalLong.empty(), new JsonNumber(other).toLong(), other);
        }
        assertEquals(1e20, new JsonNumber("100000000000000000000").toDouble());
        assertEquals(Double.POSITIVE_INFINITY, new JsonNumber("1e999").toDouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2", "01", "+1", ".5", "1.", "NaN", "0x1", "1d", " 1"})
    void whatIsNoNumberIsRefused(String text) {
        assertEquals(
                "a number of JSON must have the form -1.2e3 but is \"" + text + "\"",
                assertThrows(JsonException.class, () -> new JsonNumber(text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``|there is no value
            `  `|there is no value
            {} {}|there must be one value but another follows
            1 2|there must be one value but another follows
            {"x":|Unexpected end-of-input
            [1,2|Unexpected end-of-input
            {"x":1,"x":2}|Duplicate Object property "x"
            {"a":{"x":1,"y":2,"x":3}}|Duplicate Object property "x"
            [1,]|Unexpected character (']'
            {x:1}|Unexpected character ('x'
            NaN|Non-standard token 'NaN'
            [1]]|Unexpected close marker
            'a'|Unexpected character
            """)
    void whatIsNotOneValueIsRefused(String text, String expected) {
        assertTrue(refused(text).startsWith(expected), refused(text));
    }

    /** A recursion of this depth is far from the end of a stack. */
    @Test
    void depthAndDigitsHaveLimits() {
        assertTrue(JsonValue.parse("[".repeat(500) + "]".repeat(500)) instanceof JsonArray);
        assertTrue(refused("[".repeat(501) + "]".repeat(501)).contains("500"), refused("[".repeat(501)));
        assertTrue(refused("[".repeat(100_000)).contains("500"));
        assertTrue(refused("9".repeat(1001)).contains("1000"));
        assertTrue(refused("{\"" + "x".repeat(50_001) + "\":1}").contains("50000"));
        JsonValue deep = new JsonNull();
        for (int i = 0; i < 501; i++) {
            deep = new JsonArray(List.of(deep));
        }
        assertTrue(
                assertThrows(JsonException.class, deep::toString).getMessage().contains("500"));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThrows(JsonException.class, () -> JsonValue.parse(new byte[] {'"', (byte) 0xC3, '"'}));
        assertThrows(JsonException.class, () -> JsonValue.parse(new byte[] {'"', (byte) 0xFF, 'a', '"'}));
    }

    @Test
    void fieldsAreFoundByName() {
        JsonValue value = JsonValue.parse("{\"a\":[1]}");
        assertEquals("[1]", value.field("a").orElseThrow().toString());
        assertEquals(Optional.empty(), value.field("b"));
        assertEquals(Optional.empty(), value.field("a").orElseThrow().field("a"));
    }

    /** Damaged in any way, a text is read or refused. */
    @Property
    void anyTextIsReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] text = "{\"a\":[1,-2.5e-3,\"ü\\u0041\"],\"b\":{\"c\":null,\"d\":true}}".getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0; i--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        try {
            JsonValue value = JsonValue.parse(text);
            assertEquals(value, JsonValue.parse(value.toBytes()));
        } catch (JsonException expected) {
            assertTrue(!expected.getMessage().isEmpty());
        }
    }
}
