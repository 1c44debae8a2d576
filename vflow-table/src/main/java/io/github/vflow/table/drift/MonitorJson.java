package io.github.vflow.table.drift;

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
        m.alarm().ifPresent(alarm -> json.put("alarm", write(alarm)));
        return json.put("columns", JsonArray.of(m.watches(), ColumnWatch::toJson))
                .build();
    }

    private static JsonObject write(DriftMonitor.Report r) {
        return JsonObject.builder()
                .put("rows", r.rows())
                .put("alarm", r.alarm())
                .put("evidence", r.evidence())
                .put("limit", r.limit())
                .put("columns", JsonArray.of(r.columns(), MonitorJson::write))
                .build();
    }

    private static JsonObject write(DriftMonitor.Report.Column c) {
        return JsonObject.builder()
                .put("column", c.column())
                .put("drifted", c.drifted())
                .put("since", c.since())
                .put("evidence", c.evidence())
                .put("stability", c.stability())
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
        m.restore(rows, f.find("alarm").map(a -> a.object(MonitorJson::report)));
        return m;
    }

    private static DriftMonitor.Report report(Fields f) {
        return new DriftMonitor.Report(
                f.get("rows").wholeLong(),
                f.get("alarm").flag(),
                f.get("evidence").number(),
                f.get("limit").number(),
                f.get("columns").list(c -> c.object(MonitorJson::column)));
    }

    private static DriftMonitor.Report.Column column(Fields f) {
        return new DriftMonitor.Report.Column(
                f.get("column").text(),
                f.get("drifted").flag(),
                f.get("since").wholeLong(),
                f.get("evidence").number(),
                f.get("stability").number());
    }
}
