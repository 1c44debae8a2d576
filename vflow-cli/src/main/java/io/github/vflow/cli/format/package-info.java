/**
 * Text that is safe to print ({@link Printable}).
 *
 * <p>Uses no other room of the command.
 */
package io.github.vflow.cli.format;
