package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.RowSpec.Augmentation;
import io.github.vflow.flow.spec.RowSpec.Augmentation.Posterior;
import io.github.vflow.flow.spec.RowSpec.Fill;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.column.Columns.Moments;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.layer.Activation;
import java.util.Optional;

/** The architecture of a model of rows. */
public final class RowSpecJson {
    private RowSpecJson() {}

    /** The architecture. */
    public static RowSpec spec(Components<RowSpec> c) {
        return new RowSpec(
                c.record("columns", RowSpec::columns, RowSpecJson::columns),
                c.record("steps", RowSpec::steps, RowSpecJson::steps),
                c.record("augmentation", RowSpec::augmentation, RowSpecJson::augmentation),
                c.component("base", RowSpec::base, BaseSpecJson::write, BaseSpecJson::read),
                c.record("defensive", RowSpec::defensive, RowSpecJson::defensive),
                c.record("fill", RowSpec::fill, RowSpecJson::fill),
                c.number("noise", RowSpec::noise));
    }

    private static Columns columns(Components<Columns> c) {
        return new Columns(
                c.whole("features", Columns::features),
                c.list("kinds", Columns::kinds, ColumnSpecJson::write, ColumnSpecJson::read),
                c.whole("given", Columns::given),
                c.record("moments", Columns::moments, RowSpecJson::moments),
                c.list("counts", Columns::counts, n -> JsonArray.of(n, JsonValue::of), f -> f.list(Field::whole)),
                // files of earlier versions do not have it
                c.optional("kept", k -> Optional.of(k.kept()), JsonValue::of, Field::number)
                        .orElse(1.0));
    }

    private static Moments moments(Components<Moments> c) {
        return new Moments(
                c.list("mean", Moments::mean, JsonValue::of, Field::number),
                c.list("std", Moments::std, JsonValue::of, Field::number));
    }

    private static Steps steps(Components<Steps> c) {
        return new Steps(
                c.whole("number", Steps::number),
                c.choice("kind", Steps::kind, Steps.Kind.class),
                c.choice("linear", Steps::linear, Steps.Linear.class),
                c.record("coupling", Steps::coupling, CouplingSpecJson::coupling),
                c.record("conditioner", Steps::conditioner, RowSpecJson::network),
                c.flag("isWhitened", Steps::isWhitened),
                // files of earlier versions do not have it
                c.optional("isRegressed", s -> Optional.of(s.isRegressed()), JsonValue::of, Field::flag)
                        .orElse(false));
    }

    private static Augmentation augmentation(Components<Augmentation> c) {
        return new Augmentation(
                c.whole("dimensions", Augmentation::dimensions),
                c.list("order", Augmentation::order, JsonValue::of, Field::whole),
                c.record("posterior", Augmentation::posterior, RowSpecJson::posterior));
    }

    private static Posterior posterior(Components<Posterior> c) {
        return new Posterior(
                c.choice("kind", Posterior::kind, Posterior.Kind.class), c.whole("steps", Posterior::steps));
    }

    private static DefensiveSpec defensive(Components<DefensiveSpec> c) {
        return new DefensiveSpec(
                c.number("normal", DefensiveSpec::normal),
                c.number("student", DefensiveSpec::student),
                c.whole("components", DefensiveSpec::components));
    }

    private static Fill fill(Components<Fill> c) {
        return new Fill(
                c.whole("blocks", Fill::blocks),
                c.record("network", Fill::network, RowSpecJson::network),
                c.whole("components", Fill::components));
    }

    private static MlpSpec network(Components<MlpSpec> c) {
        return new MlpSpec(
                c.list("hidden", MlpSpec::hidden, JsonValue::of, Field::whole),
                c.choice("activation", MlpSpec::activation, Activation.class),
                c.flag("layerNorm", MlpSpec::layerNorm),
                c.flag("residual", MlpSpec::residual));
    }
}
