/**
 * Rules of the command line that options declare beside themselves: ranges ({@link Range}, {@link Share}), and
 * the exception for a wrong command line ({@link UsageException}).
 *
 * <p>Uses no other room of the command.
 */
package io.github.vflow.cli.usage;
