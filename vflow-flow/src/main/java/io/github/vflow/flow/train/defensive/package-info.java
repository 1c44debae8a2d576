/**
 * Normal distributions of rows: shrunken moments, mixtures, the broad components of a model that are fitted so, and the choice of maps for columns by
 * them.
 */
package io.github.vflow.flow.train.defensive;
