/**
 * Small exact algebra in double precision: determinants, inverses, orthogonal factors and mixtures of logistics.
 *
 * <p>The vector engine uses it where float32 is not enough, and our own modules for first values and diagnosis. The oracle has code of its own.
 */
package io.github.vflow.tensor.exact;
