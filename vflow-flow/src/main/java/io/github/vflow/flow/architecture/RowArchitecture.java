package io.github.vflow.flow.architecture;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelBuilder;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.ElementwiseLayer;
import io.github.vflow.flow.bijector.Inverse;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.bijector.autoregressive.Autoregressive;
import io.github.vflow.flow.bijector.autoregressive.Made;
import io.github.vflow.flow.defaults.ColumnDefaults;
import io.github.vflow.flow.distribution.GaussianMixture;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.distribution.StudentT;
import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Assembles the parts that a {@link RowSpec} names. */
final class RowArchitecture {
    private final RowSpec spec;
    private final Steps steps;
    private final Transformer transformer;

    RowArchitecture(RowSpec spec) {
        this.spec = spec;
        this.steps = spec.steps();
        this.transformer = steps.coupling().transformer();
    }

    /**
     * The model: parameters are declared in the order of the whitening map, p, the chain of the discrete columns, the density of
     * missing cells, the broad components, q, the base. Without continuous columns there is the chain alone.
     */
    FlowModel model(Parameters parameters, Scope root) {
        Optional<Whitening> whitening = whitening(root);
        ModelBuilder b = new ModelBuilder(spec.features(), flow(root, whitening), parameters)
                .spec(spec)
                .standardization(spec.columns().standardization());
        whitening.ifPresent(b::whitening);
        if (spec.given() > 0) {
            b.conditioning(Model.Conditioning.ofColumns(spec.given()));
        }
        if (spec.columns().codes() > 0) {
            b.discrete(DiscreteArchitecture.of(root.in("discrete"), spec));
        }
        return spec.lifted() == 0 ? b.fill(!spec.fill().isNone()).build() : withFlow(root, b, whitening);
    }

    private FlowModel withFlow(Scope root, ModelBuilder b, Optional<Whitening> whitening) {
        Parallel columns = columns();
        if (!spec.kinds().isEmpty()) {
            b.columns(columns);
        }
        if (!spec.fill().isNone()) {
            b.fill(new FillArchitecture(root.in("fill"), spec).of(columns, whitening.map(Whitening::alone)));
        }
        if (!spec.defensive().isNone()) {
            b.defensive(new DefensiveMixture(
                    spec.defensive().normal(),
                    spec.defensive().student(),
                    whitening.orElseThrow().alone(),
                    NormalMixture.of(root.in("defensive"), spec.defensive().components(), spec.lifted())));
        }
        if (spec.augment() > 0) {
            b.lift(new Augment(posterior(root), spec.lifted(), 1, spec.augment()));
        }
        b.base(base(root.in("base")));
        return b.build();
    }

    private Parallel columns() {
        return spec.kinds().isEmpty()
                ? ColumnArchitecture.ofReals(spec.features())
                : ColumnArchitecture.of(spec.columns());
    }

    private Base base(Scope scope) {
        int d = spec.dimensions();
        return switch (spec.base()) {
            case BaseSpec.Normal _ -> StandardNormal.INSTANCE;
            case BaseSpec.Student s -> StudentT.of(scope, d, s.freedom(), s.trained());
            case BaseSpec.Mixture m -> GaussianMixture.of(scope, d, m.components());
        };
    }

    /** The map to whitened columns, which the flow and its broad components share. */
    private Optional<Whitening> whitening(Scope root) {
        return spec.lifted() > 0 && (steps.isWhitened() || !spec.defensive().isNone())
                ? Optional.of(Whitening.of(
                        root.in("whitening"),
                        spec.lifted(),
                        spec.dimensions(),
                        steps.isRegressed() ? spec.condition() : 0))
                : Optional.empty();
    }

    /** p, {@code p.k.*}. */
    private Bijector.Conditional flow(Scope root, Optional<Whitening> whitening) {
        int d = spec.dimensions();
        List<Bijector.Conditional> parts = new ArrayList<>();
        if (d == 0) {
            return Chain.conditional(parts);
        }
        if (steps.isWhitened()) {
            parts.add(whitening.orElseThrow());
        }
        if (!spec.augmentation().order().isEmpty()) {
            parts.add(Bijector.Conditional.always(
                    new Permutation(spec.augmentation().order())));
        }
        for (int k = 0; k < steps.number(); k++) {
            Scope scope = root.in("p").in(k);
            parts.addAll(d == 1 ? ofOneDimension(scope) : step(scope, k, d, spec.condition(), steps.kind()));
        }
        return Chain.conditional(parts);
    }

    /**
     * Step k on [b, d]: norm, linear map, coupling or autoregressive map.
     *
     * @param condition the length of the condition's row vector, which the network sees besides the dimensions
     */
    private List<Bijector.Conditional> step(Scope scope, int k, int d, int condition, Steps.Kind kind) {
        List<Bijector.Conditional> parts = new ArrayList<>();
        mixing(scope, d).forEach(b -> parts.add(Bijector.Conditional.always(b)));
        switch (kind) {
            case COUPLING -> parts.add(coupling(scope, d, condition));
            case AUTOREGRESSIVE, INVERSE_AUTOREGRESSIVE -> {
                // the order alternates between steps, as Steps.Linear.REVERSE does by itself
                if (k > 0 && steps.linear().hasParameters()) {
                    parts.add(Bijector.Conditional.always(Permutation.reversed(d)));
                }
                Bijector.Conditional map = autoregressive(scope, d, condition);
                parts.add(kind == Steps.Kind.AUTOREGRESSIVE ? map : c -> new Inverse(map.given(c)));
            }
        }
        return parts;
    }

    private Bijector.Conditional coupling(Scope scope, int d, int condition) {
        int passed = d / 2;
        UnaryOperator<Tensor> net = network(scope.in("mlp"), passed + condition, d - passed);
        return c -> new Coupling(passed, d, conditioned(net, condition, c), transformer);
    }

    private Bijector.Conditional autoregressive(Scope scope, int d, int condition) {
        MlpSpec net = steps.conditioner();
        Scope mlp = scope.in("mlp");
        Made made = net.residual()
                ? Made.residual(mlp, d, condition, net.hidden().getFirst(), net.blocks(), net.activation(), transformer)
                : Made.of(mlp, d, condition, net.hidden(), net.activation(), transformer);
        return c -> new Autoregressive(d, conditioned(made::apply, condition, c), transformer);
    }

    /** The network, which sees the row vector of the condition after its input. */
    private static UnaryOperator<Tensor> conditioned(UnaryOperator<Tensor> net, int condition, Condition c) {
        return condition == 0 ? net : z -> net.apply(Tensor.concat(1, z, c.row().orElseThrow()));
    }

    /** A single dimension cannot condition itself: norm, then τ with parameters that depend on the condition alone. */
    private List<Bijector.Conditional> ofOneDimension(Scope scope) {
        Bijector.Conditional norm = Bijector.Conditional.always(norm(scope, 1));
        if (spec.condition() == 0) {
            return List.of(norm, Bijector.Conditional.always(ElementwiseLayer.of(scope, 1, transformer)));
        }
        return List.of(norm, Elementwise.conditional(transformer, network(scope.in("mlp"), spec.condition(), 1)));
    }

    /**
     * The norm, then the map. A map with parameters declares them before the norm's, in the order that checkpoints have. A map without is built
     * last: the norm's parameters must be admitted before anything is made of their size.
     */
    private List<Bijector> mixing(Scope scope, int d) {
        if (!steps.linear().hasParameters()) {
            return List.of(norm(scope, d), steps.linear().build(scope, d));
        }
        Bijector map = steps.linear().build(scope, d);
        return List.of(norm(scope, d), map);
    }

    private Bijector norm(Scope scope, int d) {
        return ActNorm.of(scope, d, spec.columns().moments().areNone() ? 0 : ColumnDefaults.LEAST_START);
    }

    private UnaryOperator<Tensor> network(Scope scope, int in, int out) {
        return Networks.of(
                steps.conditioner(),
                scope,
                in,
                transformer.parameters(out),
                Initializer.zeros(),
                transformer.start(out));
    }

    /** q: {@code q.*}, or {@code q.k.*} if it has several steps. */
    private Posterior posterior(Scope root) {
        Scope q = root.in("q");
        int dz = spec.augment();
        return switch (spec.augmentation().posterior().kind()) {
            case PRIOR -> Posterior.prior();
            case GAUSSIAN -> elementwise(q, dz);
            case FLOW -> dz == 1 ? elementwise(q, dz) : conditional(q, dz);
        };
    }

    private Posterior elementwise(Scope q, int dz) {
        UnaryOperator<Tensor> net = network(q.in("mlp"), spec.lifted() + spec.condition(), dz);
        return new Posterior(Elementwise.conditional(transformer, net));
    }

    private Posterior conditional(Scope q, int dz) {
        List<Bijector.Conditional> parts = new ArrayList<>();
        for (int k = 0; k < spec.augmentation().posterior().steps(); k++) {
            Scope scope = spec.augmentation().posterior().steps() == 1 ? q : q.in(k);
            parts.addAll(step(scope, k, dz, spec.lifted() + spec.condition(), ofPosterior()));
        }
        return new Posterior(Chain.conditional(parts));
    }

    /** q draws z from noise, so the autoregressive map itself needs one pass there. */
    private Steps.Kind ofPosterior() {
        return steps.kind() == Steps.Kind.COUPLING ? Steps.Kind.COUPLING : Steps.Kind.AUTOREGRESSIVE;
    }
}
