package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.List;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits FlowSpec, MixtureSpec {
    /** What the numbers of each feature are; empty if all are real. */
    default List<ColumnSpec> columns() {
        return List.of();
    }
}
