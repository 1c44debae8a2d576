/** Parts of mixtures of densities: sums in log space, the choice of a component, and the broad components of a defensive mixture. */
package io.github.vflow.flow.distribution.mixing;
