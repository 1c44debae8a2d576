package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Moments;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.LinearKind;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.StepKind;
import java.util.List;

/** The components of a {@link RowSpec}, of which some change. */
final class RowSpecDraft {
    int features;
    int augment;
    int steps;
    CouplingSpec coupling;
    MlpSpec conditioner;
    LinearKind linear;
    StepKind stepKind;
    PosteriorSpec posterior;
    List<Integer> order;
    Moments moments;
    int given;
    OwnParts own;
    List<ColumnSpec> columns;
    FillSpec fill;
    TailSpec tail;
    BaseSpec base;
    double smoothing;

    RowSpecDraft(RowSpec from) {
        features = from.features();
        augment = from.augment();
        steps = from.steps();
        coupling = from.coupling();
        conditioner = from.conditioner();
        linear = from.linear();
        stepKind = from.stepKind();
        posterior = from.posterior();
        order = from.order();
        moments = from.moments();
        given = from.given();
        own = from.own();
        columns = from.columns();
        fill = from.fill();
        tail = from.tail();
        base = from.base();
        smoothing = from.smoothing();
    }

    RowSpec spec() {
        return new RowSpec(
                features,
                augment,
                steps,
                coupling,
                conditioner,
                linear,
                stepKind,
                posterior,
                order,
                moments,
                given,
                own,
                columns,
                fill,
                tail,
                base,
                smoothing);
    }
}
