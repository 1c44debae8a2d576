package io.github.vflow.flow;

import io.github.vflow.flow.spec.ColumnSpec;
import io.github.vflow.nn.Parameters;
import java.util.List;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits RowSpec, MixtureSpec, ImageSpec {
    /** Declares the parameters of the model, of which there are none yet, and builds it on them; draws none. */
    Model build(Parameters parameters);

    /** What the numbers of each feature are; empty if all are real. */
    default List<ColumnSpec> columns() {
        return List.of();
    }

    /** Builds the model and draws its parameters. */
    default Model build(long seed) {
        return Model.of(this, seed);
    }
}
