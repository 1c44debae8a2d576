package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kind of column is known in {@code table.schema} alone: elsewhere a column is asked for what it does, so that a new kind needs no change there. */
final class ColumnKindsTest {
    private static final Pattern ASKS = Pattern.compile(
            "(instanceof|case) (io\\.github\\.vflow\\.table\\.schema\\.)?Column\\.[A-Z]|\\bColumn\\.[A-Z]\\w*(::(isInstance|cast)|\\.class)");

    private static final String ROOM = "io.github.vflow.table.schema";

    @Test
    void noOtherPackageAsksForTheKindOfAColumn() {
        List<String> asking = Sources.main().stream()
                .filter(s -> !s.isDescriptor() && !s.packageName().equals(ROOM))
                .flatMap(ColumnKindsTest::asking)
                .toList();
        assertEquals(List.of(), asking, "give Column a method for it");
    }

    @Test
    void questionsAreFound() {
        for (String line : List.of(
                "if (c instanceof Column.Real r) {",
                "case Column.Derived(Column _, Moment m) -> {}",
                "filter(Column.Derived.class::isInstance)")) {
            assertTrue(ASKS.matcher(line).find(), line);
        }
    }

    private static Stream<String> asking(Source s) {
        return IntStream.range(0, s.lines().size())
                .filter(i -> ASKS.matcher(s.lines().get(i)).find())
                .mapToObj(
                        i -> s.file() + ":" + (i + 1) + ": " + s.lines().get(i).strip());
    }
}
