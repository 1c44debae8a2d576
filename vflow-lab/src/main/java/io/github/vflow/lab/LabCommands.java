package io.github.vflow.lab;

import io.github.vflow.cli.CommandProvider;
import io.github.vflow.lab.conformance.Conformance;
import io.github.vflow.lab.tensorflow.Import;
import java.util.Map;

/** The commands {@code import} and {@code conformance}. */
public final class LabCommands implements CommandProvider {
    @Override
    public Map<String, Object> commands() {
        return Map.of("reconstruct", new Import(), "audit", new Conformance());
    }
}
