/** Densities and draws: the base distribution, a flow over it, posteriors q(z|x) and dequantizers r(u|x). */
package io.github.vflow.flow.distribution;
