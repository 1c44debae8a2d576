/**
 * Verdicts in Kafka Streams. Start with {@link io.github.vflow.kafka.VFlowProcessorSupplier}.
 *
 * <p>Scores and verdicts are of {@code table.apply.RecordScorer}, drift of {@code table.drift.DriftMonitor}.
 */
@NullMarked
package io.github.vflow.kafka;

import org.jspecify.annotations.NullMarked;
