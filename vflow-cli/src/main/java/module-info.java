import org.jspecify.annotations.NullMarked;

@SuppressWarnings("requires-automatic") // the terminal library has no module descriptor
@NullMarked
module io.github.vflow.cli {
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.vflow.image;
    requires io.github.vflow.serve;
    requires io.github.vflow.table;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    opens io.github.vflow.cli to
            info.picocli;
    opens io.github.vflow.cli.command to
            info.picocli;
    opens io.github.vflow.cli.command.paper to
            info.picocli;
    opens io.github.vflow.cli.console to
            info.picocli;
    opens io.github.vflow.cli.option to
            info.picocli;
}
