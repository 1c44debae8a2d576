import org.jspecify.annotations.NullMarked;

/** Commands that compare VFlow with other implementations: conformance checks, and the importer of the published model. */
@NullMarked
module io.github.vflow.lab {
    requires info.picocli;
    requires io.github.vflow.cli;
    requires io.github.vflow.flow;
    requires static org.jspecify;

    opens io.github.vflow.lab.conformance to
            info.picocli;
    opens io.github.vflow.lab.tensorflow to
            info.picocli;

    provides io.github.vflow.cli.CommandProvider with
            io.github.vflow.lab.LabCommands;
}
