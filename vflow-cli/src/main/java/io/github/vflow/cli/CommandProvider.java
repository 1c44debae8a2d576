package io.github.vflow.cli;

import java.util.Map;

/** Commands of another module. {@link Main} finds them through {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** New commands with picocli's annotations. The key of each is the name of the command that it follows in the help. */
    Map<String, Object> commands();
}
