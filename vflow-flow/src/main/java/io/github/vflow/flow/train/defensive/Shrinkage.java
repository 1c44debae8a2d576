package io.github.vflow.flow.train.defensive;

/**
 * How covariances of components are kept regular. Each is shrunk towards the one within all components by the weight of some made-up rows (Friedman,
 * 1989, "Regularized discriminant analysis"), and has a ridge:
 *
 * <pre>Σ_k = (n_k·S_k + τ·S) / (n_k + τ) + ridge·T,   S = Σ_k n_k·S_k / n</pre>
 *
 * <p>T is the covariance of all rows, with or without what is between different columns, in the coordinates of the rows.
 *
 * @param ridge a part of T
 * @param prior τ, zero or more
 * @param target T [d][d]
 */
record Shrinkage(double ridge, double prior, double[][] target) {}
