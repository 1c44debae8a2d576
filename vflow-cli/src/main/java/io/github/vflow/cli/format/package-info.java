/**
 * Tables as CSV on the way out ({@link CsvOutput}), and text that is safe to print ({@link Printable}).
 *
 * <p>Uses no other room of the command.
 */
package io.github.vflow.cli.format;
