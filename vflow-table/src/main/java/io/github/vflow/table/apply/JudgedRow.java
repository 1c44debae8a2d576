package io.github.vflow.table.apply;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A record to which a model was applied.
 *
 * @param entry the record, with the reason if it has no score
 * @param logProb ln p of its row in nats; empty without a score
 * @param verdict of the alarm; empty without an alarm or a score
 */
public record JudgedRow(RecordReader.Entry entry, OptionalDouble logProb, Optional<Verdict> verdict) {
    /** Whether the row is too odd for the rate of false alarms. */
    public boolean isAlarm() {
        return verdict.map(Verdict::isAlarm).orElse(false);
    }

    /** The most telling reason of an alarm in words; empty if the row is none. */
    public String reason() {
        return verdict.filter(Verdict::isAlarm).map(Verdict::reason).orElse("");
    }
}
