package io.github.vflow.flow.discrete;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.mixing.Choice;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * P(d | given), the exact probability of C discrete columns: a chain of conditional probabilities, each a softmax of a masked network (Germain et
 * al., 2015) mixed with the smoothed frequencies f of its column:
 *
 * <pre>ln P(d) = Σⱼ ln[(1 − βⱼ)·softmax(ln fⱼ + Sⱼ·networkⱼ(d₁ … dⱼ₋₁))[dⱼ] + βⱼ·fⱼ(dⱼ)]</pre>
 *
 * <p>Sⱼ is the identity, or lets numbers in their order share what the network learns ({@link Neighbours}).
 *
 * <p>It sums to one over all rows by construction. The network starts at zero, so the chain starts as the product of the frequencies, and each
 * outcome keeps at least β·f: no label loses its mass.
 *
 * @param columns the alphabet of each column, in the order of the chain
 * @param network the logits of all outcomes; the logits of column j must depend on the codes before alone
 */
public record Chain(List<Alphabet> columns, Network network) {
    /** A network from the codes of d and the condition's row vector, side by side, to logits. */
    public interface Network {
        /** The logits [from, to) of all [b, to − from]. */
        Tensor logits(Tensor codes, int from, int to);

        /** The weight of a linear map of its inputs to all logits, which it adds [inputs, logits]; empty if it has none. */
        default Optional<Parameter> direct() {
            return Optional.empty();
        }
    }

    public Chain {
        columns = List.copyOf(columns);
    }

    /** The number of values in the one-hot codes of a row. */
    public int codes() {
        return columns.stream().mapToInt(Alphabet::count).sum();
    }

    /** The number of normals that {@link #fill} takes. */
    public int noise() {
        return Choice.NORMALS * columns.size();
    }

    /** One-hot codes [b, codes] of values k [b, C]. */
    public Tensor codes(Tensor d) {
        return joined(Run.of(columns).stream().map(r -> r.codes(r.own(d))).toList());
    }

    /** ln P(d | given) [b], in nats. */
    public Tensor logProb(Tensor d, Condition given) {
        return logProbs(d, given).sum(1);
    }

    /** ln P(dⱼ | d before, given) of each column [b, C], in nats. */
    private Tensor logProbs(Tensor d, Condition given) {
        int all = columns.stream().mapToInt(Alphabet::outcomes).sum();
        Tensor logits = logits(codes(d), given, 0, all);
        return joined(Run.of(columns).stream()
                .map(r -> r.logProb(r.own(d), logits.slice(1, r.logit(), r.logit() + r.logits())))
                .toList());
    }

    private Tensor logits(Tensor codes, Condition given, int from, int to) {
        return network.logits(given.and(codes).row().orElseThrow(), from, to);
    }

    /**
     * Draws the missing columns one after another, each given the known and drawn ones before it.
     *
     * @param d values k [b, C]; values of missing columns have no effect, but must be finite
     * @param known 1 for a known column, 0 for a missing one [b, C]
     * @param drawn the columns that some rows miss; the others take no pass through the network
     * @param normals N(0, 1) of any scale [b, {@link #noise}]
     * @return all columns [b, C], and Σ ln P(dⱼ | d before) of the known ones [b], which is the log-weight of the draw
     */
    public Draw fill(Tensor d, Tensor known, IntPredicate drawn, Tensor normals, Condition given) {
        int b = d.shape().dim(0);
        Tensor uniform = Choice.uniforms(normals, columns.size());
        List<Tensor> filled = new ArrayList<>();
        List<Tensor> codes = new ArrayList<>();
        int used = 0;
        for (Run run : Run.of(columns)) {
            for (int i = 0; i < run.columns().size(); i++) {
                Run one = run.column(i);
                Tensor value = one.own(d);
                if (drawn.test(run.from() + i)) {
                    Tensor before = codes.isEmpty()
                            ? d.trace().constant(0).broadcast(Shape.of(b, codes()))
                            : joined(codes).pad(1, 0, codes() - used);
                    Tensor logits = logits(before, given, one.logit(), one.logit() + one.logits());
                    Tensor draw = one.draw(one.own(uniform), logits);
                    Tensor isKnown = one.own(known);
                    value = value.times(isKnown)
                            .plus(draw.times(isKnown.negate().plus(1)));
                }
                filled.add(value);
                codes.add(one.codes(value));
                used += one.codes();
            }
        }
        Tensor all = joined(filled);
        return new Draw(all, logProbs(all, given).times(known).sum(1));
    }

    /** Draws all columns [b, C]. */
    public Tensor sample(Tensor normals, Condition given) {
        Tensor missing =
                normals.trace().constant(0).broadcast(Shape.of(normals.shape().dim(0), columns.size()));
        return fill(missing, missing, _ -> true, normals, given).value();
    }

    /** Parts side by side. */
    static Tensor joined(List<Tensor> parts) {
        return parts.size() == 1 ? parts.getFirst() : Tensor.concat(1, parts);
    }
}
