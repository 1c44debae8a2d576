package io.github.vflow.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLinesTest {
    @TempDir
    Path directory;

    private ResultLines lines() {
        return new ResultLines(directory.resolve("results.csv"), List.of("name", "number"));
    }

    private static String text(ResultLines lines) throws IOException {
        return String.valueOf(
                lines.read(line -> line.getField("name") + "=" + Integer.parseInt(line.getField("number"))));
    }

    @Test
    void linesStayAndALineThatWasBegunGoes() throws IOException {
        ResultLines lines = lines();
        assertEquals("[]", text(lines));
        lines.open();
        lines.add(List.of("a, b", "1"));
        lines.add(List.of("c", "2"));
        Files.writeString(lines.path(), Files.readString(lines.path()) + "d,3");
        assertEquals("[a, b=1, c=2]", text(lines));
        lines.open();
        lines.add(List.of("e", "4"));
        assertEquals("name,number\n\"a, b\",1\nc,2\ne,4\n", Files.readString(lines.path()));
    }

    @Test
    void anotherFileAndAnotherLineAreRefused() throws IOException {
        ResultLines lines = lines();
        lines.open();
        lines.add(List.of("a", "one"));
        assertEquals(
                lines.path() + ", line 2: For input string: \"one\"; remove the line",
                assertThrows(IOException.class, () -> text(lines)).getMessage());
        Files.writeString(lines.path(), "a,b\n1,2\n");
        assertEquals(
                lines.path() + ": expected the columns [name, number] but found [a, b]; name another file",
                assertThrows(IOException.class, () -> text(lines)).getMessage());
    }
}
