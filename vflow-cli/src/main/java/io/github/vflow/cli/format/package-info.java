/**
 * Tables as CSV, in and out ({@link Csv}), and text that is safe to print ({@link Printable}).
 *
 * <p>Uses {@code flow.data} for rows, and no other room of the command.
 */
package io.github.vflow.cli.format;
