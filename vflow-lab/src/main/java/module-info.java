import org.jspecify.annotations.NullMarked;

/** A command that compares VFlow with other implementations. */
@NullMarked
module io.github.vflow.lab {
    requires info.picocli;
    requires io.github.vflow.cli;
    requires io.github.vflow.flow;
    requires static org.jspecify;

    opens io.github.vflow.lab.conformance to
            info.picocli;

    provides io.github.vflow.cli.CommandProvider with
            io.github.vflow.lab.LabCommands;
}
