/**
 * The elementwise maps of couplings: affine and mixtures of logistics.
 *
 * <p>A {@link Transformer} states how many parameters a dimension needs, and maps the dimension with them.
 */
package io.github.vflow.flow.transformer;
