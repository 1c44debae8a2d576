package io.github.vflow.table.score;

/**
 * The score of a row among the rows of its own table, where some are odd. It is a third each of a joint density, of the densities of single columns,
 * and of the places of cells in their columns. Lower is odder.
 *
 * @param value in nats
 * @param standardError of the value
 * @param effectiveSamples the number of effective draws of the joint density
 */
public record Oddness(double value, double standardError, double effectiveSamples) implements Score {}
