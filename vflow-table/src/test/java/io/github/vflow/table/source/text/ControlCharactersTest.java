package io.github.vflow.table.source.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlCharactersTest {
    @ParameterizedTest
    @ValueSource(
            ints = {0, 7, 0x1b, 0x1f, 0x7f, 0x85, 0x9f, 0x2028, 0x2029, 0x202a, 0x202c, 0x202e, 0x2066, 0x2067, 0x2069})
    void theseMayCommandATerminal(int c) {
        assertTrue(ControlCharacters.has(c), () -> "U+" + Integer.toHexString(c));
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', 'a', 0x7e, 0xa0, 0xe9, 0x2027, 0x202f, 0x2065, 0x206a, 0x1f600})
    void theseMayNot(int c) {
        assertFalse(ControlCharacters.has(c), () -> "U+" + Integer.toHexString(c));
    }
}
