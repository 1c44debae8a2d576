/**
 * The elementwise maps of couplings: affine and mixtures of logistics.
 *
 * <p>A {@link Transformer} says how many numbers it takes for each dimension and what it does with them.
 */
package io.github.vflow.flow.transformer;
