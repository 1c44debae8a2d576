package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each room has at most the lines of docs/reference/budget.md. */
final class BudgetTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w-]+)` \\| [^|]+ \\| ([\\d,]+) \\|");
    private static final Path SCRIPTS = Path.of("scripts");

    /** A number that is further above the lines allows for a part that nobody has weighed. */
    private static final double SLACK = 0.05;

    private static Map<String, Integer> budgets() throws IOException {
        Map<String, Integer> budgets = new TreeMap<>();
        ROW.matcher(Files.readString(Sources.root().resolve("docs/reference/budget.md")))
                .results()
                .forEach(
                        m -> budgets.put(m.group(1), Integer.parseInt(m.group(2).replace(",", ""))));
        return budgets;
    }

    private static int lines(String room) throws IOException {
        if (!room.equals(SCRIPTS.toString())) {
            return Sources.main().stream()
                    .filter(s -> s.file().startsWith(room))
                    .mapToInt(s -> s.lines().size())
                    .sum();
        }
        try (Stream<Path> files = Files.list(Sources.root().resolve(SCRIPTS))) {
            int lines = 0;
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }

    @Test
    void eachRoomHasABudget() throws IOException {
        Set<String> rooms = new TreeSet<>(Set.of(SCRIPTS.toString()));
        Sources.main().forEach(s -> rooms.add(s.file().getName(0).toString()));
        rooms.removeAll(Set.of("consumers", "examples"));
        assertEquals(rooms, budgets().keySet());
    }

    @Test
    void noRoomIsAboveItsBudget() throws IOException {
        for (Map.Entry<String, Integer> room : budgets().entrySet()) {
            int lines = lines(room.getKey());
            assertTrue(
                    lines <= room.getValue(),
                    "%s has %,d lines, at most %,d: take something out, or raise the number in docs/reference/budget.md and say why"
                            .formatted(room.getKey(), lines, room.getValue()));
            assertTrue(
                    lines >= (1 - SLACK) * room.getValue() || room.getValue() <= 500,
                    "%s has %,d lines: lower its %,d in docs/reference/budget.md"
                            .formatted(room.getKey(), lines, room.getValue()));
        }
    }

    @Test
    void roomsAreCounted() throws IOException {
        List<Integer> lines = List.of(lines("vflow-table"), lines("scripts"), lines("no-room"));
        assertTrue(lines.getFirst() > 10_000 && lines.get(1) > 1_000 && lines.getLast() == 0, lines.toString());
    }
}
