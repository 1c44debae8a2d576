package io.github.vflow.flow.audit.model;

/**
 * The total probability of a model.
 *
 * @param total ∫ p(x) dx
 * @param standardError the standard error of the total; zero for a quadrature of an exact density
 * @param method the numerical method, in words
 * @param leaked the share of the base distribution that the flow cannot reach: zero for a bijection of ℝᵈ
 */
public record Mass(double total, double standardError, String method, double leaked) {}
