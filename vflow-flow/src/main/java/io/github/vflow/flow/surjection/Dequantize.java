package io.github.vflow.flow.surjection;

import io.github.vflow.flow.distribution.Dequantizer;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Shape;

/**
 * Images of integers 0 … levels − 1 become continuous: v = x + u with u ~ r(u|x), and the bound gets −ln r(u|x) (VFlow paper, Eq. 7).
 * Rows [b, h·w·c] become images [b, h, w, c].
 *
 * <p>Back, a program gives x + u, since programs have no rounding; x is ⌊x + u⌋.
 *
 * @param dequantizer r(u|x), which is conditioned on x/levels − ½
 * @param height h
 * @param width w
 * @param channels c
 * @param levels values that an integer may have
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
