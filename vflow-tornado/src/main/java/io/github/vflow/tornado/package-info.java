/** The engine that runs programs on a GPU by way of TornadoVM. Start with {@link TornadoEngine}. */
package io.github.vflow.tornado;
