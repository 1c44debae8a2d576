package io.github.vflow.cli.usage;

/** A mixin whose options are for one kind of data. Help lists them under a heading, and a command refuses them with other data. */
public interface OptionGroup {
    /** The kind of data. */
    DataKind kind();
}
