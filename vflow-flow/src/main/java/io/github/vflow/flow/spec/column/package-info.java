/** Columns of specifications: their kinds, how they are standardised, and how many condition the density. */
package io.github.vflow.flow.spec.column;
