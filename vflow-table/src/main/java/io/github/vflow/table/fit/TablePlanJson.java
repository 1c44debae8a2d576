package io.github.vflow.table.fit;

import io.github.vflow.flow.io.json.ColumnSpecJson;
import io.github.vflow.flow.io.json.PlanJson;
import io.github.vflow.flow.io.json.RowSpecJson;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.schema.Schema;
import java.util.Optional;

/** A plan as JSON: each component by its name, but not the threads and the objective. */
final class TablePlanJson {
    private TablePlanJson() {}

    static String write(TablePlan plan) {
        return Components.write(plan, TablePlanJson::plan).toString();
    }

    static TablePlan read(String json) {
        return Field.root(JsonValue.parse(json)).record(TablePlanJson::plan);
    }

    private static TablePlan plan(Components<TablePlan> c) {
        return new TablePlan(
                c.record("recipe", TablePlan::recipe, RecipeJson::recipe),
                c.text("table", TablePlan::table),
                c.component(
                        "schema",
                        TablePlan::schema,
                        s -> JsonValue.parse(s.toJson()),
                        f -> Schema.ofJson(f.value().toString())),
                c.optional(
                        "oddRows",
                        TablePlan::oddRows,
                        odd -> JsonArray.of(odd, JsonValue::of),
                        f -> f.list(Field::whole)),
                c.record("parts", TablePlan::parts, TablePlanJson::parts),
                c.record("architecture", TablePlan::architecture, RowSpecJson::spec),
                c.optional(
                        "maps",
                        TablePlan::maps,
                        m -> Components.write(m, TablePlanJson::maps),
                        f -> f.record(TablePlanJson::maps)),
                c.records("members", TablePlan::members, TablePlanJson::member),
                c.record("training", TablePlan::training, PlanJson::plan),
                c.wholeLong("fillSteps", TablePlan::fillSteps),
                c.whole("folds", TablePlan::folds),
                // a plan of before has none
                c.optional("neighbours", p -> Optional.of(p.neighbours()), JsonValue::of, Field::whole)
                        .orElse(0));
    }

    private static TablePlan.Parts parts(Components<TablePlan.Parts> c) {
        return new TablePlan.Parts(
                c.whole("train", TablePlan.Parts::train),
                c.whole("heldOut", TablePlan.Parts::heldOut),
                c.whole("calibration", TablePlan.Parts::calibration));
    }

    private static TablePlan.Maps maps(Components<TablePlan.Maps> c) {
        return new TablePlan.Maps(
                c.list("kinds", TablePlan.Maps::kinds, ColumnSpecJson::write, ColumnSpecJson::read),
                c.number("gain", TablePlan.Maps::gain));
    }

    private static Watch.Member member(Components<Watch.Member> c) {
        // the plan numbers its members
        return new Watch.Member(
                0,
                1,
                c.number("noise", Watch.Member::noise),
                c.flag("isWhitened", Watch.Member::isWhitened),
                c.flag("hasMaps", Watch.Member::hasMaps),
                c.wholeLong("seed", Watch.Member::seed));
    }
}
