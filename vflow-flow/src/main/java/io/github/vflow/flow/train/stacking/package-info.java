/** Shares of densities that explain held-out rows best. */
package io.github.vflow.flow.train.stacking;
