package io.github.vflow.table.drift;

import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.Iterator;

/** The state of a monitor as JSON. */
final class MonitorJson {
    private static final int VERSION = 1;
    private static final String FORMAT = "vflow drift";

    private MonitorJson() {}

    static JsonObject write(DriftMonitor m) {
        JsonObject.Builder json = JsonObject.builder()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("baseline", m.baseline().fingerprint())
                .put("rate", m.rate())
                .put("rows", m.rows());
        m.alarm().ifPresent(alarm -> json.put("alarm", Components.write(alarm, MonitorJson::report)));
        return json.put("columns", JsonArray.of(m.watches(), ColumnWatch::toJson))
                .build();
    }

    static DriftMonitor read(Baseline baseline, String state) {
        try {
            return Field.root(JsonValue.parse(state)).object(f -> monitor(baseline, f));
        } catch (JsonException e) {
            throw new IllegalArgumentException(
                    "DriftMonitor: the state cannot be read: " + e.getMessage() + "; start a new monitor", e);
        }
    }

    private static DriftMonitor monitor(Baseline baseline, Fields f) {
        String format = f.get("format").text();
        if (!format.equals(FORMAT)) {
            throw new JsonException("it must have the format \"" + FORMAT + "\" but has another");
        }
        BaselineJson.requireVersion(f, VERSION, "state");
        if (f.get("baseline").wholeLong() != baseline.fingerprint()) {
            throw new JsonException("it belongs to another baseline, of another model or another training");
        }
        DriftMonitor m = DriftMonitor.of(baseline, f.get("rate").number());
        long rows = f.get("rows").wholeLong();
        if (rows < 0) {
            throw new JsonException("it cannot have seen " + rows + " rows");
        }
        Iterator<ColumnWatch> watches = m.watches().iterator();
        f.get("columns").list(c -> {
            if (!watches.hasNext()) {
                throw new JsonException(
                        "it has more columns than the baseline, " + m.watches().size());
            }
            return c.object(of -> {
                ColumnWatch watch = watches.next();
                watch.restore(of, rows);
                return watch;
            });
        });
        if (watches.hasNext()) {
            throw new JsonException(
                    "it has fewer columns than the baseline, " + m.watches().size());
        }
        m.restore(rows, f.find("alarm").map(a -> a.record(MonitorJson::report)));
        return m;
    }

    private static DriftMonitor.Report report(Components<DriftMonitor.Report> c) {
        return new DriftMonitor.Report(
                c.wholeLong("rows", DriftMonitor.Report::rows),
                c.flag("alarm", DriftMonitor.Report::alarm),
                c.number("evidence", DriftMonitor.Report::evidence),
                c.number("limit", DriftMonitor.Report::limit),
                c.records("columns", DriftMonitor.Report::columns, MonitorJson::column));
    }

    private static DriftMonitor.Report.Column column(Components<DriftMonitor.Report.Column> c) {
        return new DriftMonitor.Report.Column(
                c.text("column", DriftMonitor.Report.Column::column),
                c.flag("drifted", DriftMonitor.Report.Column::drifted),
                c.wholeLong("since", DriftMonitor.Report.Column::since),
                c.number("evidence", DriftMonitor.Report.Column::evidence));
    }
}
