package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.Logit;
import io.github.vflow.flow.distribution.Density;
import io.github.vflow.flow.distribution.Dequantizer;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.map.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Given;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Shape;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A VFlow of images (VFlow paper, Sec. 6): integer pixels x become continuous by u ~ r(u|x), real by a logit, and with
 * z ~ q(z|x + u) they are what the flow p(x, z) is a density of. Without augmented channels it is Flow++. Rows are images
 * [b, h·w·c], row-major, of pixel values 0 … levels − 1. A model of classes is p(x, z | class), and its rows have the class as one number
 * more; q and r are not told of it.
 */
public final class ImageVFlow implements Model {
    /** Pixels keep this share away from both ends of the logit. */
    private static final double MARGIN = 0.05;

    private final ImageSpec spec;
    private final Parameters parameters;
    private final Function<Given, Bijector> flow;
    private final Dequantizer dequantizer;
    private final Posterior posterior;
    private final Logit logit = new Logit(MARGIN);

    private ImageVFlow(
            ImageSpec spec,
            Parameters parameters,
            Function<Given, Bijector> flow,
            Dequantizer dequantizer,
            Posterior posterior) {
        this.spec = spec;
        this.parameters = parameters;
        this.flow = flow;
        this.dequantizer = dequantizer;
        this.posterior = posterior;
    }

    /** Builds the model and draws its parameters; data-dependent initialisation should follow. */
    public static ImageVFlow of(ImageSpec spec, long seed) {
        ImageVFlow model = of(spec, new Parameters());
        model.parameters.initialise(seed);
        return model;
    }

    static ImageVFlow of(ImageSpec spec, Parameters parameters) {
        ImageArchitecture a = new ImageArchitecture(spec);
        Function<Given, Bijector> flow = a.flow(parameters.scope());
        Dequantizer dequantizer = a.dequantizer(parameters.scope());
        Posterior posterior = spec.augment() == 0 ? new Posterior.Prior() : a.posterior(parameters.scope());
        return new ImageVFlow(spec, parameters, flow, dequantizer, posterior);
    }

    @Override
    public int features() {
        return spec.dimensions();
    }

    @Override
    public int augment() {
        return spec.height() * spec.width() * spec.augment();
    }

    @Override
    public int noise() {
        return dequantizer.noisePerElement() * features() + augment();
    }

    /** One, the class, if the model is told of it. */
    @Override
    public int given() {
        return spec.classes() == 0 ? 0 : 1;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Optional<ImageSpec> spec() {
        return Optional.of(spec);
    }

    /** r(u|x). */
    public Dequantizer dequantizer() {
        return dequantizer;
    }

    /** q(z|x + u). */
    public Posterior posterior() {
        return posterior;
    }

    /**
     * The bijector on [v, z] [b, h, w, c], from real data to ε.
     *
     * @throws IllegalArgumentException if it depends on the class
     */
    public Bijector bijector() {
        return bijector(Optional.empty());
    }

    /** As {@link #bijector()}, for the classes of a batch if the model is told of them. */
    public Bijector bijector(Optional<Tensor> label) {
        return flow.apply(Given.label(label));
    }

    /** The classes of rows [b, width], as one of [b, classes]; none if the model is not told of them. */
    public Optional<Tensor> label(Tensor x) {
        return spec.classes() == 0 ? Optional.empty() : Optional.of(oneHot(x.slice(1, features(), width())));
    }

    /** 1 − |y − k|, or zero where that is negative: exactly one or zero, for whole numbers. */
    private Tensor oneHot(Tensor y) {
        int n = spec.classes();
        double[] each = IntStream.range(0, n).asDoubleStream().toArray();
        Tensor classes = y.trace().constant(Shape.of(n), each);
        Tensor all = y.broadcast(Shape.of(y.shape().dim(0), n));
        return all.minus(classes).abs().negate().plus(1).relu();
    }

    /**
     * The terms of the bound.
     *
     * @param dequantized u and ln r(u|x)
     * @param real v = logit of x + u [b, h, w, c], and the log-determinant of that map
     * @param augmented z and ln q(z|x + u)
     * @param joint [v, z] along the channels
     * @param logProb ln p(v, z)
     */
    public record Terms(Draw dequantized, Mapped real, Draw augmented, Tensor joint, Tensor logProb) {
        /** ln p(x + u, z) − ln r(u|x) − ln q(z|x + u): [b], in nats (VFlow paper, Eq. 7). */
        public Tensor elbo() {
            return logProb.plus(real.logDet()).minus(dequantized.logProb()).minus(augmented.logProb());
        }
    }

    /**
     * The terms of the bound.
     *
     * @param row pixels, and the class if the model is told of it [b, width]
     * @param noise first that of u, then that of z [b, {@link #noise}]
     */
    public Terms terms(Tensor row, Tensor noise) {
        int b = row.shape().dim(0);
        Tensor x = row.slice(1, 0, features());
        Density density = new Density(bijector(label(row)));
        Shape image = Shape.of(b, spec.height(), spec.width(), spec.channels());
        int forU = noise() - augment();
        Tensor told = x.dividedBy(spec.levels()).minus(0.5).reshape(image);
        Draw u = dequantizer.draw(noise.slice(1, 0, forU), told);
        Mapped v = real(x, u.value().reshape(x.shape()), image);
        if (spec.augment() == 0) {
            Draw none = new Draw(v.value(), x.trace().constant(0).broadcast(Shape.of(b)));
            return new Terms(u, v, none, v.value(), density.logProb(v.value()));
        }
        Tensor forZ = noise.slice(1, forU, noise()).reshape(image.with(3, spec.augment()));
        Draw z = posterior.draw(forZ, v.value());
        Tensor joint = Tensor.concat(3, v.value(), z.value());
        return new Terms(u, v, z, joint, density.logProb(joint));
    }

    /** (x + u)/levels in (0, 1), then a logit that keeps away from the ends. */
    private Mapped real(Tensor x, Tensor u, Shape image) {
        Mapped v = logit.forward(x.plus(u).dividedBy(spec.levels()));
        double scaled = -features() * Math.log(spec.levels());
        return new Mapped(v.value().reshape(image), v.logDet().plus(scaled));
    }

    private Terms terms(Tensor x) {
        return terms(x, x.trace().input(NOISE, Shape.of(x.shape().dim(0), noise())));
    }

    @Override
    public Tensor bound(Tensor x) {
        return terms(x).elbo();
    }

    @Override
    public Joint joint(Tensor x) {
        return new Joint(bijector(label(x)), terms(x).joint());
    }

    /** Draws images [b, h·w·c]: continuous values, whose cells ⌊·⌋ are the pixels. */
    @Override
    public Tensor sample(Trace trace, int batch) {
        Tensor noise = trace.input(NOISE, Shape.of(batch, latent()));
        return pixels(
                noise,
                spec.classes() == 0
                        ? Optional.empty()
                        : Optional.of(oneHot(trace.input(GIVEN, Shape.of(batch, given())))));
    }

    /** As {@link #pixels(Tensor, Optional)}, for a model that is not told of classes. */
    public Tensor pixels(Tensor noise) {
        return pixels(noise, Optional.empty());
    }

    /** Pixels, with what dequantization added still on them, of base points ε [b, h·w·(c + augment)] and their classes. */
    public Tensor pixels(Tensor noise, Optional<Tensor> label) {
        int b = noise.shape().dim(0);
        Tensor xz = new Density(bijector(label)).sample(noise.reshape(latentShape(b)));
        Tensor v = xz.slice(3, 0, spec.channels()).reshape(b, features());
        return logit.inverse(v).value().times(spec.levels());
    }

    /** The shape of ε for a batch: that of images after all changes of scale. */
    public Shape latentShape(int batch) {
        int squeezes = (int) spec.layout().stream()
                .filter(s -> s.kind() == ImageSpec.Stage.Kind.SQUEEZE)
                .count();
        int side = 1 << squeezes;
        return Shape.of(
                batch, spec.height() / side, spec.width() / side, side * side * (spec.channels() + spec.augment()));
    }
}
