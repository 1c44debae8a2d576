package io.github.vflow.serve.model;

import io.github.vflow.serve.VFlowMetrics;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;

/**
 * A model in service. A request reads it once, so that all its answers come from one model. Safe for any number of threads.
 *
 * @param name of the model
 * @param version the first digits of the hash of its file
 * @param loaded the content of the file
 * @param blaming the scorer that says for each alarm which column is odd
 * @param scorer the same without, in the time of a score
 * @param metrics of the rows so far
 * @param time of a verdict on this machine
 */
public record Served(
        String name,
        String version,
        Loaded loaded,
        RecordScorer blaming,
        RecordScorer scorer,
        VFlowMetrics metrics,
        VerdictTime time) {
    static Served of(String name, String version, Loaded loaded, VFlowMetrics metrics, VerdictTime time) {
        RecordScorer scorer = loaded.scorer();
        return new Served(name, version, loaded, scorer, scorer.withoutBlame(), metrics, time);
    }

    /** The model. */
    public TableModel model() {
        return loaded.model();
    }

    /** Name and version. */
    public String title() {
        return name + "@" + version;
    }

    /** Whether rows have a verdict. */
    public boolean judges() {
        return loaded.alarm().isPresent();
    }
}
