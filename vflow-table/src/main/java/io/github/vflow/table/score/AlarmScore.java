package io.github.vflow.table.score;

/**
 * The score of a row that an alarm compares with the scores of normal rows: the mean of ln p by the densities that rank, with the levels of its
 * atoms.
 *
 * @param value in nats
 * @param standardError of the value
 * @param effectiveSamples the fewest effective draws of a density
 */
public record AlarmScore(double value, double standardError, double effectiveSamples) implements Score {}
