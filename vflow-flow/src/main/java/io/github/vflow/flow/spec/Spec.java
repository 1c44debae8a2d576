package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.List;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits Spec.Flow, MixtureSpec {
    /** The kind of each feature; empty if all are real. */
    default List<ColumnSpec> kinds() {
        return List.of();
    }

    /** The architecture of one flow, on rows or on images. */
    sealed interface Flow extends Spec permits RowSpec, ImageSpec {}
}
