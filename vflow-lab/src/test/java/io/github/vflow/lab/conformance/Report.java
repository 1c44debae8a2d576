package io.github.vflow.lab.conformance;

import io.github.vflow.tensor.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The comparison of all expected numbers of a fixture with an engine's.
 *
 * @param quantities the comparisons, in the order of the file
 * @param unknown the expected tensors that no check computes
 */
public record Report(List<Comparison> quantities, List<String> unknown) {
    /** Runs every check whose inputs the fixture has. */
    public static Report of(Fixture fixture, Engine engine) {
        Map<String, double[]> got = new LinkedHashMap<>();
        Check.of(fixture.model()).forEach(c -> c.run(fixture, engine, got::put));
        Map<String, Comparison> groups = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : fixture.expected()) {
            double[] values = got.get(name);
            if (values == null) {
                unknown.add(name);
            } else {
                Comparison.collect(groups, Comparison.of(name, fixture.values(name), values));
            }
        }
        return new Report(List.copyOf(groups.values()), List.copyOf(unknown));
    }
}
