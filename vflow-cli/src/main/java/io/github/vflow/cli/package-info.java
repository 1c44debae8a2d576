/**
 * The {@code vflow} command: one class for each subcommand, one for each group of options, and what they share.
 *
 * <p>{@code Main} lists the subcommands. {@code Console} prints, {@code Failure} turns exceptions into one line, {@code TrainingSession}
 * loses no result.
 */
package io.github.vflow.cli;
