/**
 * The {@code vflow} command: {@link Main} lists the subcommands, runs one and returns its exit code.
 *
 * <p>Rooms, from the top: {@code command}, {@code demo}, {@code training}, {@code option}, {@code data}, {@code report},
 * {@code model}, {@code console}; each uses those after it. {@code format} uses none of them.
 */
package io.github.vflow.cli;
