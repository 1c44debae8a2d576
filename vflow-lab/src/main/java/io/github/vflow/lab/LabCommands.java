package io.github.vflow.lab;

import io.github.vflow.cli.CommandProvider;
import io.github.vflow.lab.conformance.Conformance;
import java.util.Map;

/** The command {@code conformance}. */
public final class LabCommands implements CommandProvider {
    @Override
    public Map<String, Object> commands() {
        return Map.of("audit", new Conformance());
    }
}
