package io.github.vflow.cli.conformance;

import io.github.vflow.nn.optim.Adam;
import io.github.vflow.tensor.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All expected numbers of a fixture against an engine's.
 *
 * @param quantities compared, in the order of the file
 * @param unknown expected tensors that nothing computes
 */
public record ToyComparison(List<Comparison> quantities, List<String> unknown) {
    private static final List<Check> CHECKS = List.of(
            new ForwardCheck(),
            new InverseCheck("out.eps", "out.inv_xz"),
            new InverseCheck("in.sample_eps", "out.sample_xz"),
            new ImportanceCheck(),
            new InitCheck(),
            new AdamCheck("adam_tf", Adam.Form.EPSILON_HAT),
            new AdamCheck("adam_torch", Adam.Form.KINGMA_BA));

    /** Runs every check whose inputs the fixture has. */
    public static ToyComparison of(ToyFixture fixture, Engine engine) {
        Map<String, double[]> got = new LinkedHashMap<>();
        CHECKS.forEach(c -> c.run(fixture, engine, got::put));
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
        return new ToyComparison(List.copyOf(groups.values()), List.copyOf(unknown));
    }
}
