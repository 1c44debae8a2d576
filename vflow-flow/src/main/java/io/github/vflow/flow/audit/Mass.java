package io.github.vflow.flow.audit;

/**
 * How much probability a model has in all.
 *
 * @param total ∫ p(x) dx
 * @param standardError of the estimate; zero for a quadrature of an exact density
 * @param method how it was found
 * @param leaked the share of the base distribution that the flow cannot reach: zero for a bijection of ℝᵈ
 */
public record Mass(double total, double standardError, String method, double leaked) {}
