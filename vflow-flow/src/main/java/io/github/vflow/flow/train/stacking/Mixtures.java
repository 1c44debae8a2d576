package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.MixtureSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Mixes models of rows that were trained alone, and takes mixtures apart. */
public final class Mixtures {
    private Mixtures() {}

    /**
     * The mixture of models; its parameters are copies.
     *
     * @param members at least two, of specifications of the same rows
     * @param shares of the members, which sum to one
     */
    public static MixtureModel of(List<FlowModel> members, List<Double> shares) {
        List<RowSpec> specs = members.stream().map(Mixtures::rows).toList();
        MixtureModel mixture = Models.build(new MixtureSpec(specs, shares), new Parameters());
        for (int k = 0; k < members.size(); k++) {
            Parameters of = members.get(k).parameters();
            for (Parameter p : of.all()) {
                mixture.parameters().set(mixture.parameters().named(MixtureSpec.nameOf(k, p.name())), of.get(p));
            }
        }
        return mixture;
    }

    private static RowSpec rows(FlowModel member) {
        return member.rows()
                .orElseThrow(() ->
                        new IllegalArgumentException("Mixtures: members must be built from a RowSpec but one is a "
                                + member + "; build it from one"));
    }

    /** A member of a mixture as a separate model; its parameters are copies. */
    public static FlowModel member(MixtureModel mixture, int k) {
        FlowModel alone = Models.build(rows(mixture.members().get(k)), new Parameters());
        Parameters of = mixture.parameters();
        for (Parameter p : alone.parameters().all()) {
            alone.parameters().set(p, of.get(of.named(MixtureSpec.nameOf(k, p.name()))));
        }
        return alone;
    }

    /**
     * The density that ranks anomalies: the flows of the members that were trained with noise ({@link RowSpec#noise}), in equal shares, each
     * beside a Student t. The normal distributions and the members without noise explain typical rows, but rank rows far out worse.
     * Parameters are copies. The model itself if it is no mixture, or no member was trained with noise.
     */
    public static Model compared(Model model) {
        if (!(model instanceof MixtureModel mixture)) {
            return model;
        }
        List<FlowModel> kept = IntStream.range(0, mixture.members().size())
                .filter(k -> rows(mixture.members().get(k)).noise() > 0)
                .mapToObj(k -> flow(member(mixture, k)))
                .toList();
        if (kept.isEmpty()) {
            return model;
        }
        return kept.size() == 1 ? kept.getFirst() : of(kept, Collections.nCopies(kept.size(), 1.0 / kept.size()));
    }

    private static FlowModel flow(FlowModel member) {
        RowSpec spec = rows(member);
        DefensiveSpec broad = spec.defensive();
        return broad.isNone()
                ? member
                : Models.of(
                        spec.withDefensive(
                                broad.withShares(0, DefensiveSpec.standard().student())),
                        member.parameters().values());
    }
}
