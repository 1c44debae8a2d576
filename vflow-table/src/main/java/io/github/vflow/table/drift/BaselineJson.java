package io.github.vflow.table.drift;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.gap.GapTree;
import java.util.Arrays;
import java.util.List;

/** Baselines as JSON, each with its version. */
final class BaselineJson {
    private static final int VERSION = 1;

    private BaselineJson() {}

    static JsonObject write(Baseline b) {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", VERSION)
                .put("columns", JsonArray.of(b.references(), BaselineJson::write));
        b.score().ifPresent(score -> json.put("score", write(score)));
        List<GapTree.Gap> gaps =
                b.gaps().gaps().stream().filter(GapTree.Gap::hasParent).toList();
        if (!gaps.isEmpty()) {
            json.put("gaps", JsonArray.of(gaps, gap -> write(b.references(), gap)));
        }
        return json.build();
    }

    private static JsonObject write(List<Reference> columns, GapTree.Gap gap) {
        return JsonObject.builder()
                .put("column", columns.get(gap.column()).name())
                .put("parent", columns.get(gap.parent()).name())
                .put("shares", JsonArray.of(gap.shares(), JsonValue::of))
                .build();
    }

    private static JsonObject write(Reference r) {
        JsonObject.Builder json = JsonObject.builder().put("name", r.name());
        if (r.isCategory()) {
            json.put("labels", JsonArray.of(r.labels(), JsonValue::of));
        } else {
            json.put("edges", numbers(r.edges()));
        }
        return json.put("counts", numbers(r.counts())).build();
    }

    static JsonArray numbers(double[] numbers) {
        return new JsonArray(Arrays.stream(numbers).mapToObj(JsonValue::of).toList());
    }

    static JsonArray numbers(long[] numbers) {
        return new JsonArray(Arrays.stream(numbers).mapToObj(JsonValue::of).toList());
    }

    static double[] doubles(Field f) {
        return f.list(Field::number).stream().mapToDouble(Double::doubleValue).toArray();
    }

    static long[] longs(Field f) {
        return f.list(Field::wholeLong).stream().mapToLong(Long::longValue).toArray();
    }

    static Baseline read(JsonValue json) {
        return Field.root(json).object(f -> {
            requireVersion(f, VERSION, "baseline");
            List<Reference> columns = f.get("columns").list(c -> c.object(BaselineJson::reference));
            List<GapTree.Gap> gaps = f.find("gaps")
                    .map(g -> g.list(gap -> gap.object(o -> gap(columns, o))))
                    .orElse(List.of());
            return new Baseline(
                    columns, f.find("score").map(s -> s.object(BaselineJson::reference)), GapTree.of(columns, gaps));
        });
    }

    private static GapTree.Gap gap(List<Reference> columns, Fields f) {
        return new GapTree.Gap(
                place(columns, f.get("column").text()),
                place(columns, f.get("parent").text()),
                f.get("shares").list(Field::number));
    }

    private static int place(List<Reference> columns, String name) {
        List<String> names = columns.stream().map(Reference::name).toList();
        if (!names.contains(name)) {
            throw new JsonException("gaps are of columns of the baseline, " + names + ", but one is of \"" + name
                    + "\"; take the baseline again");
        }
        return names.indexOf(name);
    }

    static void requireVersion(Fields f, int version, String what) {
        int found = f.get("version").whole();
        if (found != version) {
            throw new JsonException("this program reads version " + version + " of a " + what + " but this is version "
                    + found + "; use the release that wrote it");
        }
    }

    private static Reference reference(Fields f) {
        return new Reference(
                f.get("name").text(),
                f.find("labels").map(l -> l.list(Field::text)).orElse(List.of()),
                f.find("edges").map(BaselineJson::doubles).orElse(new double[0]),
                longs(f.get("counts")));
    }
}
