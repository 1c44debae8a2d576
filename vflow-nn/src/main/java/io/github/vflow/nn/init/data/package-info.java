/** Initialisation of parameters from data, as Glow does. Start with {@link io.github.vflow.nn.init.data.DataInit}. */
package io.github.vflow.nn.init.data;
