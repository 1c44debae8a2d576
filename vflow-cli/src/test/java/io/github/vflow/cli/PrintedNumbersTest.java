package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.PrintedNumbers.Row;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The tests that {@link PrintedNumbers} names are there, and by night each finds that its number is wrong. */
@Isolated("a number of all commands is made wrong")
final class PrintedNumbersTest {
    static Stream<Row> computed() {
        return PrintedNumbers.rows().stream().filter(r -> r.reason().isEmpty());
    }

    private static Class<?> classOf(Row row) {
        try {
            return Class.forName(
                    PrintedNumbersTest.class.getPackageName() + "." + row.test().split("\\.", -1)[0]);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(row + ": no test " + row.test(), e);
        }
    }

    private static Method method(Row row) {
        String name = row.test().split("\\.", -1)[1];
        return Stream.of(classOf(row).getDeclaredMethods())
                .filter(m -> m.getName().equals(name) && m.isAnnotationPresent(Test.class))
                .findFirst()
                .orElseThrow(() -> new AssertionError(row + ": no test " + row.test()));
    }

    @Test
    void eachNumberHasOneRowAndEachRowATest() {
        List<String> names = PrintedNumbers.rows().stream().map(Row::toString).toList();
        assertEquals(names.size(), new TreeSet<>(names).size(), () -> "a row is there twice: " + names);
        computed().forEach(PrintedNumbersTest::method);
    }

    /** One of each hundred by day would say nothing, so all wait for the night. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest(name = "{0}")
    @MethodSource("computed")
    void aWrongNumberIsFound(Row row) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        System.setProperty(PrintedNumbers.FAULT, row.toString());
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectMethod(classOf(row), method(row)))
                                    .build(),
                            summary);
        } finally {
            System.clearProperty(PrintedNumbers.FAULT);
        }
        assertTrue(
                summary.getSummary().getTotalFailureCount() > 0,
                () -> row + " is wrong, and " + row.test() + " passes: "
                        + Arrays.toString(new long[] {summary.getSummary().getTestsSucceededCount()}));
    }
}
