package io.github.vflow.cli.usage;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The kind of data that a group of options is for. */
public enum DataKind {
    /** Tables and toy densities. */
    ROWS("rows (tables and toy densities)"),
    /** CSV files. */
    TABLES("tables"),
    /** Images. */
    IMAGES("images");

    private final String description;

    DataKind(String description) {
        this.description = description;
    }

    /** The options of a command that are for this kind of data only, as its mixins declare. */
    public List<OptionSpec> options(CommandSpec command) {
        return command.mixins().values().stream()
                .filter(mixin -> mixin.userObject() instanceof OptionGroup group && group.kind() == this)
                .flatMap(mixin -> mixin.options().stream())
                .map(option -> command.findOption(option.longestName()))
                .toList();
    }

    /** The words for help. */
    String description() {
        return description;
    }
}
