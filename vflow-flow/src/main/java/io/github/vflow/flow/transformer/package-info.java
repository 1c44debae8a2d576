/**
 * The elementwise maps of couplings: affine, mixtures of logistics and rational-quadratic splines.
 *
 * <p>A {@link Transformer} states how many parameters a dimension needs, and maps the dimension with them.
 */
package io.github.vflow.flow.transformer;

import io.github.vflow.flow.part.Transformer;
