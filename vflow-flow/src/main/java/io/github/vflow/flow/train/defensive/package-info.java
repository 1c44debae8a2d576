/** The fit of the broad components of a model: shrunken moments of lifted rows, and a mixture of normal distributions. */
package io.github.vflow.flow.train.defensive;
