package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * A bijector of images as one of rows [b, h·w·c].
 *
 * @param bijector of images
 * @param from [h, w, c] of its argument
 * @param to [h, w, c] of its value
 */
record AsRows(Bijector bijector, Shape from, Shape to) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        return rows(bijector.forward(images(x, from)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return rows(bijector.inverse(images(y, to)));
    }

    private static Tensor images(Tensor rows, Shape s) {
        return rows.reshape(rows.shape().dim(0), s.dim(0), s.dim(1), s.dim(2));
    }

    private static Mapped rows(Mapped images) {
        Shape s = images.value().shape();
        return new Mapped(images.value().reshape(s.dim(0), s.size() / s.dim(0)), images.logDet());
    }
}
