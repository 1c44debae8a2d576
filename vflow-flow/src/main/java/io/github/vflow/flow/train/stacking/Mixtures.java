package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.util.List;

/** Mixes models of rows that were trained alone, and takes mixtures apart. */
public final class Mixtures {
    private Mixtures() {}

    /**
     * The mixture of models; its parameters are copies.
     *
     * @param members at least two, of specifications of the same rows
     * @param shares of the members, which sum to one
     */
    public static Model of(List<FlowModel> members, List<Double> shares) {
        List<RowSpec> specs = members.stream().map(Mixtures::rows).toList();
        Model mixture = Models.build(new Spec.Mixture(specs, shares), new Parameters());
        for (int k = 0; k < members.size(); k++) {
            Parameters of = members.get(k).parameters();
            for (Parameter p : of.all()) {
                mixture.parameters().set(mixture.parameters().named(Spec.Mixture.nameOf(k, p.name())), of.get(p));
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
    public static FlowModel member(Model mixture, int k) {
        FlowModel alone = Models.build(rows(mixture.components().get(k).flow()), new Parameters());
        Parameters of = mixture.parameters();
        for (Parameter p : alone.parameters().all()) {
            alone.parameters().set(p, of.get(of.named(Spec.Mixture.nameOf(k, p.name()))));
        }
        return alone;
    }
}
