/** How parameters start: the initialisers by the names of the literature. */
package io.github.vflow.nn.init;
