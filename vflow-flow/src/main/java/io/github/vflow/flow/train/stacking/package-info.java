/** Mixtures of trained models, with shares that explain held-out rows best. */
package io.github.vflow.flow.train.stacking;
