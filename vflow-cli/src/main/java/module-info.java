import org.jspecify.annotations.NullMarked;

@SuppressWarnings({"requires-automatic", "module"
}) // the terminal library has no module descriptor; the lab is built after this module
@NullMarked
module io.github.vflow.cli {
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.vflow.image;
    requires io.github.vflow.serve;
    requires io.github.vflow.table;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    // For the commands of our own modules.
    exports io.github.vflow.cli to
            io.github.vflow.lab;
    exports io.github.vflow.cli.console to
            io.github.vflow.lab;

    opens io.github.vflow.cli to
            info.picocli;
    opens io.github.vflow.cli.command to
            info.picocli;
    opens io.github.vflow.cli.command.check to
            info.picocli;
    opens io.github.vflow.cli.console to
            info.picocli;
    opens io.github.vflow.cli.option to
            info.picocli;

    uses io.github.vflow.cli.CommandProvider;
}
