package io.github.vflow.table.score;

/**
 * The score of a row among the rows of its own table, where some are odd, by one view or by all: the joint density, or the single columns. Lower is
 * odder.
 *
 * @param value in nats
 * @param standardError of the value
 * @param effectiveSamples the number of effective draws of the joint density; infinite if it has no part in the score
 */
public record Oddness(double value, double standardError, double effectiveSamples) implements Score {}
