package io.github.vflow.flow;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.distribution.Tilt;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.distribution.mixing.Choice;
import io.github.vflow.flow.distribution.mixing.LogSum;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A weighted mean of the densities of flows, which may be tilted: Σₖ shareₖ·pₖ(x). The members share their noise and one set of parameters. */
final class MixtureModel implements Model {
    private final Spec.Mixture spec;
    private final List<FlowModel> members;
    private final Optional<Tilt> tilt;
    private final @Nullable MixtureModel forMissing;

    private MixtureModel(
            Spec.Mixture spec, List<FlowModel> members, Optional<Tilt> tilt, @Nullable MixtureModel forMissing) {
        this.spec = spec;
        this.members = members;
        this.tilt = tilt;
        this.forMissing = forMissing;
    }

    static MixtureModel of(Spec.Mixture spec, List<FlowModel> members) {
        FlowModel first = members.getFirst();
        Set<Integer> listed = first.discrete().map(d -> d.logPeaks().keySet()).orElse(Set.of());
        Optional<Tilt> tilt = spec.tilt().map(t -> new Tilt(t, first.standardization(), listed));
        List<FlowModel> tilted =
                members.stream().map(m -> tilt.map(m::tilted).orElse(m)).toList();
        return new MixtureModel(
                spec, tilted, tilt, of(spec, tilted, FlowModel::forMissing).orElse(null));
    }

    /** The mixture of variants of the members for rows with gaps, which add the tilt themselves; empty if one has none. */
    private static Optional<MixtureModel> of(
            Spec.Mixture spec, List<FlowModel> members, Function<FlowModel, Optional<FlowModel>> variant) {
        List<FlowModel> variants =
                members.stream().flatMap(m -> variant.apply(m).stream()).toList();
        return variants.size() == members.size()
                ? Optional.of(new MixtureModel(spec, variants, Optional.empty(), null))
                : Optional.empty();
    }

    private FlowModel first() {
        return members.getFirst();
    }

    @Override
    public List<Component> components() {
        return IntStream.range(0, members.size())
                .mapToObj(k -> new Component(members.get(k), spec.shares().get(k)))
                .toList();
    }

    @Override
    public Optional<Spec> spec() {
        return Optional.of(spec);
    }

    @Override
    public Parameters parameters() {
        return first().parameters();
    }

    @SuppressWarnings("exports") // for our own modules
    @Override
    public Standardization standardization() {
        return first().standardization();
    }

    @Override
    public Model.Conditioning conditioning() {
        return first().conditioning();
    }

    /** The discrete features of the first member; the others have the same, and another chain. */
    @Override
    @SuppressWarnings("exports") // for our own modules
    public Optional<DiscretePart> discrete() {
        return first().discrete();
    }

    @Override
    public int features() {
        return first().features();
    }

    @Override
    public int noise() {
        return members.stream().mapToInt(Model::noise).max().orElseThrow();
    }

    @Override
    public int sampleNoise() {
        return Choice.NORMALS
                + members.stream().mapToInt(Model::sampleNoise).max().orElseThrow();
    }

    @Override
    public boolean hasPositions() {
        return first().hasPositions();
    }

    @Override
    public boolean takesMissing() {
        return first().takesMissing();
    }

    @Override
    public Optional<MixtureModel> forMissing() {
        return takesMissing() ? Optional.of(this) : Optional.ofNullable(forMissing);
    }

    @Override
    public Optional<MixtureModel> forMissing(Set<Integer> labels, Set<Integer> numbers) {
        return of(spec, members, m -> m.forMissing(labels, numbers));
    }

    @Override
    public Optional<MixtureModel> forOneMissing(int samples) {
        return of(spec, members, m -> m.forOneMissing(samples));
    }

    /** ln Σₖ shareₖ·exp(bound of member k) [b]. The members share their noise: the mean of a sum is the sum of the means all the same. */
    @Override
    public Tensor bound(Tensor row) {
        Tensor noise = Inputs.noiseOf(this, row);
        Tensor log = LogSum.of(members.size(), k -> {
            FlowModel m = members.get(k);
            Tensor ofMember = m.noise() == 0 ? noise : noise.slice(1, 0, m.noise());
            return m.bound(row, ofMember).plus(Math.log(spec.shares().get(k)));
        });
        return tilt.map(t -> log.plus(t.of(Inputs.samplesOf(this, row)))).orElse(log);
    }

    @Override
    public Optional<TiltSpec> tilt() {
        return spec.tilt();
    }

    /** Draws of the mixture without its tilt, each of one member in proportion to the shares. */
    @Override
    public Tensor sample(Trace trace, int batch) {
        Tensor noise = trace.batch(NOISE, Shape.of(batch, sampleNoise()));
        Condition condition = Inputs.conditionOf(this, trace, batch);
        Tensor uniform = Choice.uniform(noise.slice(1, 0, Choice.NORMALS));
        Tensor drawn = draws(0, noise, condition);
        double below = 0;
        for (int k = 1; k < members.size(); k++) {
            below += spec.shares().get(k - 1);
            Tensor isLater = uniform.greater(below).reshape(batch, 1);
            drawn = isLater.broadcast(drawn.shape()).select(draws(k, noise, condition), drawn);
        }
        return drawn;
    }

    private Tensor draws(int k, Tensor noise, Condition condition) {
        FlowModel m = members.get(k);
        return m.sample(noise.slice(1, Choice.NORMALS, Choice.NORMALS + m.sampleNoise()), condition);
    }

    @Override
    public String toString() {
        return "mixture of %d models, each a %s".formatted(members.size(), first());
    }
}
