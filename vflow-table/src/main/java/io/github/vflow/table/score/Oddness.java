package io.github.vflow.table.score;

import io.github.vflow.flow.evaluation.ImportanceEstimate;

/**
 * The score of a row among the rows of its own table, where some are odd, by one view or by all. Lower is odder.
 *
 * @param value in nats of its view, or on the scale of all views
 * @param standardError of the value
 * @param density ln p of the known cells by the joint density, in nats, with its error
 */
public record Oddness(double value, double standardError, ImportanceEstimate density) implements Score {}
