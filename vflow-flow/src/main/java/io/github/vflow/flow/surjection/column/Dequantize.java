package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * Makes images of integers 0 … levels − 1 continuous: v = x + u with u ~ r(u|x), and the bound gets −ln r(u|x) (VFlow
 * paper, Eq. 7). Reshapes rows [b, h·w·c] to images [b, h, w, c].
 *
 * <p>{@link #back} returns x + u, because programs have no rounding; the caller computes x = ⌊x + u⌋.
 *
 * @param dequantizer r(u|x), which is conditioned on x/levels − ½
 * @param height h
 * @param width w
 * @param channels c
 * @param levels the number of values of an integer
 */
public record Dequantize(Dequantizer dequantizer, int height, int width, int channels, int levels)
        implements Surjection {
    @Override
    public int noise() {
        return dequantizer.noisePerElement() * height * width * channels;
    }

    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Shape image = Shape.of(x.shape().dim(0), height, width, channels);
        Tensor scaled = x.dividedBy(levels).minus(0.5).reshape(image);
        Draw u = dequantizer.draw(noise, image, condition.and(scaled));
        return new Lifted(x.reshape(image).plus(u.value()), u.logProb().negate());
    }

    @Override
    public Tensor back(Tensor v) {
        return v.reshape(v.shape().dim(0), height * width * channels);
    }
}
