package io.github.vflow.nn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Messages quote what is in a file, which may be anything. */
final class FileFormatExceptionTest {
    @Test
    void controlCharactersAreWrittenOut() {
        assertEquals(
                "a.csv: found \"\\u001b[2J\\u000a\"; remove it",
                new FileFormatException("a.csv: found \"\u001b[2J\n\"; remove it").getMessage());
    }

    @Test
    void ofALongMessageBeginningAndEndAreKept() {
        String found = "x".repeat(20_000);
        String message = new FileFormatException("a.csv: found " + found + "; remove it").getMessage();
        assertEquals("a.csv: found " + "x".repeat(700 - 13) + " … " + "x".repeat(300 - 11) + "; remove it", message);
        assertEquals("y".repeat(1_000), new FileFormatException("y".repeat(1_000)).getMessage());
    }
}
