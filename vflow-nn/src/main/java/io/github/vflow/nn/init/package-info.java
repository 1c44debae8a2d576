/** Initialisers of parameters, by the names of the literature. */
package io.github.vflow.nn.init;
