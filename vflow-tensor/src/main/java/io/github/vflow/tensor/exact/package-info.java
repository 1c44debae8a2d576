/**
 * Small exact algebra in double precision: determinants, inverses and mixtures of logistics.
 *
 * <p>The vector engine uses it where float32 is not enough, and our own modules for diagnosis. The oracle has code of its own.
 */
package io.github.vflow.tensor.exact;
