package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /**
     * The densities whose mean ln p ranks anomalies: the flows of the members without noise ({@link RowSpec#noise}), and of the members with noise,
     * each in equal shares and beside a Student t. Flows without noise detect small deviations; flows with noise rank distant rows better. Normal
     * distributions explain typical rows, but rank distant rows worse. Members that see columns through maps of their distributions detect no better,
     * and are left out. Parameters are copies.
     *
     * @return one or two densities; the model itself if it is no mixture, or no member was trained with noise
     */
    public static List<Model> ranking(Model model) {
        if (model instanceof FlowModel
                || model.components().stream().noneMatch(m -> rows(m.flow()).noise() > 0)) {
            return List.of(model);
        }
        return Stream.of(flows(model, noise -> noise == 0), flows(model, noise -> noise > 0))
                .filter(flows -> !flows.isEmpty())
                .map(flows -> flows.size() == 1
                        ? flows.getFirst()
                        : of(flows, Collections.nCopies(flows.size(), 1.0 / flows.size())))
                .toList();
    }

    private static List<FlowModel> flows(Model mixture, DoublePredicate ofNoise) {
        List<RowSpec> specs =
                mixture.components().stream().map(m -> rows(m.flow())).toList();
        return IntStream.range(0, specs.size())
                .filter(k -> !hasMaps(specs.get(k)))
                .filter(k -> ofNoise.test(specs.get(k).noise()))
                .mapToObj(k -> flow(member(mixture, k)))
                .toList();
    }

    private static boolean hasMaps(RowSpec member) {
        return member.kinds().stream().anyMatch(kind -> kind.marginal().isPresent());
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
