/** Densities and draws: base distributions, a flow over one, and posteriors q(z|x). */
package io.github.vflow.flow.distribution;
