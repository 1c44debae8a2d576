/**
 * The subcommands: one file each, with its options, its work and its report.
 *
 * <p>A command reads options, loads data and models, calls the library, and prints. Start with {@link Score}; {@link Train} hands over to
 * {@code training}. Commands of the paper are in {@code command.paper}.
 */
package io.github.vflow.cli.command;
