/** Densities and draws: base distributions, a flow over one, posteriors q(z|x) and dequantizers r(u|x). */
package io.github.vflow.flow.distribution;
