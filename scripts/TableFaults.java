import java.util.List;

/** Faults of images, tables and the command, which {@link PlantedFaults} plants. */
final class TableFaults {
    private static final String IMAGE = "vflow-image/src/main/java/io/github/vflow/image/";
    private static final String TABLE = "vflow-table/src/main/java/io/github/vflow/table/";
    private static final String CLI = "vflow-cli/src/main/java/io/github/vflow/cli/";

    static final List<Fault> ALL = List.of(
            new Fault("Files: a damaged chunk of a PNG passes", IMAGE + "file/PngChunks.java",
                    "if (said != (int) crc.getValue()) {", "if (said == 1) {"),
            new Fault("Door: two threads share an evaluator", TABLE + "Pool.java",
                    "idle.getAndSet(place, null)", "idle.get(place)"),
            new Fault("Door: a stop is ignored", TABLE + "Fit.java",
                    "return stopped;", "return false;"),
            new Fault("Door: a step of one's own is not audited", TABLE + "Fit.java",
                    "OwnStepAudit.require(spec, recipe.seed());", ""),
            new Fault("Door: training that does not fit is begun", TABLE + "Fit.java",
                    "Heap.requireRoom(trained, plan);", ""),
            new Fault("Verdicts: what trained calibrates", TABLE + "SavedDensity.java",
                    "select(split.calibration())", "select(split.rest())"),
            new Fault("Verdicts: a category that was never seen is normal", TABLE + "verdict/Alarm.java",
                    "unseen.isEmpty() ? e.logProb() : Double.NEGATIVE_INFINITY", "e.logProb()"),
            new Fault("Verdicts: a column that is to blame stays known", TABLE + "verdict/Attributor.java",
                    "left[worst.column] = Double.NaN;", ""),
            new Fault("Verdicts: a batch has the level of a row", TABLE + "verdict/FalseDiscoveries.java",
                    "k * q / sorted.length", "q / sorted.length"),
            new Fault("Monitor: the baseline has no error", TABLE + "drift/Band.java", "return mean / n + most;", "return mean / n;"),
            new Fault("Monitor: the band is that of the middle at the lower end", TABLE + "drift/Band.java",
                    "share - farthest(share, 0, divergence)", "0.1 * (share - farthest(share, 0, divergence))"),
            new Fault("Monitor: steps of a bet take the wrong side of the band", TABLE + "drift/Band.java",
                    "step > 0 ? step * below[k - 1] : -step * above[k - 1]", "step > 0 ? step * above[k - 1] : -step * below[k - 1]"),
            new Fault("Monitor: old rows use up the evidence", TABLE + "drift/ColumnWatch.java", "(detectors[i] + 1) * pay[i]",
                    "Math.max(detectors[i], row == 1 ? 1 : 0) * pay[i]"),
            new Fault("Monitor: missing cells are not seen", TABLE + "drift/Reference.java",
                    "Double.isNaN(value) ? counts.length - 1", "Double.isNaN(value) ? 0"),
            new Fault("Monitor: a state forgets its starts", TABLE + "drift/ColumnWatch.java",
                    "restore(BaselineJson.longs(f.get(\"starts\")), starts, rows);", "BaselineJson.longs(f.get(\"starts\"));"),
            new Fault("Monitor: the baseline scores rows of training", TABLE + "SavedDensity.java",
                    ": result.heldOut());", ": rest.rows());"),
            new Fault("Window: p-values are not adjusted", TABLE + "drift/Comparison.java", "c.pValue() * (columns.size() - i)", "c.pValue()"),
            new Fault("Trust: a signal leaves no checkpoint", CLI + "training/TrainingSession.java",
                    "        if (checkpoint == null) {\n            save(to);", "        if (checkpoint == null) {\n            to.hashCode();"),
            new Fault("Trust: a failed training writes no model", CLI + "training/TrainingSession.java",
                    "            rescue(e);\n", ""),
            new Fault("Output: a failed write to standard output is a success", CLI + "console/StandardOutput.java",
                    "            throw new UncheckedIOException(new IOException(", "            new UncheckedIOException(new IOException("),
            new Fault("Output: a hard link to an input is overwritten", CLI + "console/OutputFiles.java",
                    "Files.isSameFile(a, b)", "a.equals(b)"),
            new Fault("Output: control characters reach the terminal", TABLE + "source/ControlCharacters.java",
                    "c == 0x2028", "c == 0x2027"),
            new Fault("Input: a row that cannot be scored is not counted", CLI + "data/ModelTable.java",
                    "reader.records() - scorable", "0"),
            new Fault("Input: a failure to read is said of the output", CLI + "data/ModelTable.java",
                    "throw new IllegalStateException(e);", "throw new java.io.UncheckedIOException(e);"),
            new Fault("Input: a batch of two billion rows is tried", CLI + "option/PlanOptions.java",
                    "BATCH.check(command, givenBatch);", "givenBatch.hashCode();"),
            new Fault("Messages: those of other threads are lost", CLI + "console/Failure.java",
                    " || e.getMessage() == null", ""),
            new Fault("Statistics: test points are training points", CLI + "data/ToyData.java",
                    "seed ^ APART", "seed"),
            new Fault("Statistics: reconstruct never fails", CLI + "command/Reconstruct.java",
                    " && trip.worst() < LIMIT", ""));

    private TableFaults() {}
}
