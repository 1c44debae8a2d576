package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Sources.Source;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A simple name stands for one type of the product, so that a reader need not ask which one is meant. */
final class SimpleNamesTest {
    /** Names of two types or more from before the rule, which are to be renamed. */
    private static final Set<String> EXCEPTIONS = Set.of(
            "Alarms",
            "Axis",
            "Cells",
            "Chain",
            "Checks",
            "Columns",
            "Conditional",
            "Devices",
            "Experiment",
            "Gate",
            "Images",
            "Json",
            "Kernels",
            "Limits",
            "MixtureKernels",
            "Mixtures",
            "Models",
            "Neighbours",
            "Numbers",
            "Parts",
            "Products",
            "Repeats",
            "Report",
            "Run",
            "Scale",
            "Schema",
            "Score",
            "Scoring",
            "Session",
            "Table",
            "Text");

    @Test
    void noOtherNameStandsTwice() {
        Set<String> once = new TreeSet<>();
        Set<String> twice = Sources.main().stream()
                .filter(s -> !s.isDescriptor())
                .map(SimpleNamesTest::name)
                .filter(name -> !once.add(name))
                .collect(Collectors.toCollection(TreeSet::new));
        twice.removeAll(EXCEPTIONS);
        assertEquals(Set.of(), twice, "rename each of these types to what it is");
    }

    private static String name(Source s) {
        return s.file().getFileName().toString().replace(".java", "");
    }
}
