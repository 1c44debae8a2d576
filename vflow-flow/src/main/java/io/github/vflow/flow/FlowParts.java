package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.surjection.column.Circles;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all variants of a flow share.
 *
 * @param spec of the model; null if it was built from parts
 * @param features D_X
 * @param standardization of rows
 * @param bijector f
 * @param base p_ε
 * @param whitening of the lifted columns; null without one
 * @param discrete the discrete features; null without any
 * @param continuous the number of continuous features
 * @param latent the shape of ε without the batch
 * @param conditioning the map from given numbers to the condition
 * @param parameters of all parts
 */
record FlowParts(
        Spec.@Nullable Flow spec,
        int features,
        Standardization standardization,
        Bijector.Conditional bijector,
        Base base,
        @Nullable Whitening whitening,
        @Nullable DiscretePart discrete,
        int continuous,
        Shape latent,
        Model.Conditioning conditioning,
        Parameters parameters) {
    /** The parts of a builder, whose surjections add some dimensions. */
    static FlowParts of(ModelBuilder b, int augment) {
        return new FlowParts(
                b.spec,
                b.features,
                b.standardization,
                b.bijector,
                b.base,
                b.whitening,
                b.discrete,
                b.continuous(),
                b.latent != null ? b.latent : Shape.of(Math.max(1, b.continuous() + augment)),
                b.conditioning,
                b.parameters);
    }

    Circles circles() {
        List<Circles.Circle> all = new ArrayList<>();
        for (int j = 0; spec != null && j < spec.kinds().size(); j++) {
            if (spec.kinds().get(j) instanceof ColumnSpec.Circular c) {
                all.add(new Circles.Circle(j, c.period() / c.scale()));
            }
        }
        return new Circles(all);
    }
}
