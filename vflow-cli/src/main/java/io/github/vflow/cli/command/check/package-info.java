/**
 * Commands that check a model ({@link Audit}, {@link Reconstruct}) or the engines ({@link Devices}), and whose exit code is the answer.
 */
package io.github.vflow.cli.command.check;
