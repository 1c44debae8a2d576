package io.github.vflow.table.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.table.source.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnNamesTest {
    @Test
    void namesDifferAndPrint() {
        List<Finding> findings = new ArrayList<>();
        assertEquals(
                List.of("x1", "a", "a.2", "a.3", "x5", "b?c"),
                ColumnNames.of(List.of("", "a", "a", "a", "", "b\nc"), findings));
        assertEquals(4, findings.size(), findings::toString);
        assertEquals(1, findings.stream().filter(Finding::isProblem).count());
    }
}
