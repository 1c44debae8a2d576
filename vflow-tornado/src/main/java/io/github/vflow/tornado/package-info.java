/**
 * The engine that runs programs on a GPU by way of TornadoVM. Start with {@link TornadoEngine}.
 *
 * <p>{@code lower} turns a program into tasks, {@code kernel} has the code that runs on the device, {@code run} talks to TornadoVM. The
 * module exports nothing: it provides an {@code Engine}, which is found by its name.
 */
package io.github.vflow.tornado;
