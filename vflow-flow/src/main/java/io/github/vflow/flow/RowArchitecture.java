package io.github.vflow.flow;

import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.ConditionalBijector;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.spec.MlpSpec;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.transformer.Transformer;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.nn.layer.Mlp;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Assembles the parts that a {@link RowSpec} names. */
final class RowArchitecture {
    /** Standardised columns have variance one; one that has far less in a batch is constant in most rows. */
    private static final double LEAST_STD = 0.1;

    private final RowSpec spec;
    private final Transformer transformer;

    RowArchitecture(RowSpec spec) {
        this.spec = spec;
        this.transformer = spec.coupling().transformer();
    }

    /** The model: parameters are declared in the order of p, q. */
    Model model(Parameters parameters) {
        Scope root = parameters.scope();
        Model.Builder b = new Model.Builder(spec.features(), ConditionalBijector.always(flow(root)), parameters)
                .spec(spec)
                .standardization(spec.moments().standardization());
        return spec.augment() == 0
                ? b.build()
                : b.lift(new Augment(posterior(root), spec.features(), 1, spec.augment()))
                        .build();
    }

    /** p: {@code p.k.*}. */
    private Bijector flow(Scope root) {
        List<Bijector> parts = new ArrayList<>();
        if (!spec.order().isEmpty()) {
            parts.add(new Permutation(spec.order()));
        }
        for (int k = 0; k < spec.steps(); k++) {
            Scope scope = root.in("p").in(k);
            int d = spec.dimensions();
            parts.addAll(mixing(scope, d));
            int passed = d / 2;
            Mlp net = network(scope.in("mlp"), passed, d - passed);
            parts.add(new Coupling(passed, d, net::apply, transformer));
        }
        return new Chain(parts);
    }

    /**
     * The norm, then the map. A map with parameters declares them before the norm's, in the order that checkpoints have. A map without is built
     * last: the norm's parameters must be admitted before anything is made of their size.
     */
    private List<Bijector> mixing(Scope scope, int d) {
        if (!spec.linear().hasParameters()) {
            return List.of(norm(scope, d), spec.linear().build(scope, d));
        }
        Bijector map = spec.linear().build(scope, d);
        return List.of(norm(scope, d), map);
    }

    private Bijector norm(Scope scope, int d) {
        return ActNorm.of(scope, d, spec.moments().areNone() ? 0 : LEAST_STD);
    }

    private Mlp network(Scope scope, int in, int out) {
        Initializer start = transformer.start(out);
        MlpSpec net = spec.conditioner();
        return Mlp.of(
                scope, in, net.hidden(), transformer.parameters(out), net.activation(), Initializers.zeros(), start);
    }

    /** q: {@code q.*}, or {@code q.k.*} if it has several steps. */
    private Posterior posterior(Scope root) {
        Scope q = root.in("q");
        int dz = spec.augment();
        return switch (spec.posterior().kind()) {
            case PRIOR -> Posterior.prior();
            case GAUSSIAN -> elementwise(q, dz);
            case FLOW -> dz == 1 ? elementwise(q, dz) : conditional(q, dz);
        };
    }

    private Posterior elementwise(Scope q, int dz) {
        Mlp net = network(q.in("mlp"), spec.features(), dz);
        return new Posterior(Elementwise.conditional(transformer, net::apply));
    }

    private Posterior conditional(Scope q, int dz) {
        List<ConditionalBijector> parts = new ArrayList<>();
        for (int k = 0; k < spec.posterior().steps(); k++) {
            Scope scope = spec.posterior().steps() == 1 ? q : q.in(k);
            mixing(scope, dz).forEach(b -> parts.add(ConditionalBijector.always(b)));
            int passed = dz / 2;
            Mlp net = network(scope.in("mlp"), passed + spec.features(), dz - passed);
            parts.add(c -> new Coupling(
                    passed, dz, z -> net.apply(Tensor.concat(1, z, c.row().orElseThrow())), transformer));
        }
        return new Posterior(ConditionalBijector.chain(parts));
    }
}
