package io.github.vflow.flow.architecture;

import io.github.vflow.flow.bijector.autoregressive.Made;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.discrete.Chain;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Assembles the chain of the discrete columns, whose network is like the networks of p, without norms and residual blocks. */
final class DiscreteArchitecture {
    private DiscreteArchitecture() {}

    /**
     * Declares {@code W.i} and {@code b.i} of the network.
     *
     * @param spec with at least one discrete column
     */
    static DiscretePart of(Scope scope, RowSpec spec) {
        List<Integer> places = new ArrayList<>();
        List<Integer> atoms = new ArrayList<>();
        SortedMap<Integer, Double> logPeaks = new TreeMap<>();
        List<Alphabet> alphabets = new ArrayList<>();
        for (int j = 0; j < spec.kinds().size(); j++) {
            ColumnSpec column = spec.kinds().get(j);
            if (column instanceof ColumnSpec.Atom) {
                atoms.add(j);
            }
            if (column instanceof ColumnSpec.Listed l) {
                logPeaks.put(j, l.logPeak());
            }
            if (column.codes() > 0) {
                List<List<Integer>> counts = spec.columns().counts();
                alphabets.add(alphabet(
                        column,
                        counts.isEmpty() ? List.of() : counts.get(alphabets.size()),
                        spec.columns().kept()));
                places.add(j);
            }
        }
        MlpSpec network = spec.steps().conditioner();
        Made made = Made.ofGroups(
                scope,
                alphabets.stream().map(Alphabet::count).toList(),
                alphabets.stream().map(Alphabet::outcomes).toList(),
                spec.given(),
                network.hidden(),
                network.activation());
        return new DiscretePart(new Chain(alphabets, new Network(made)), places, atoms, logPeaks, spec.features());
    }

    private record Network(Made made) implements Chain.Network {
        @Override
        public Tensor logits(Tensor codes, int from, int to) {
            return made.outputs(codes, from, to);
        }

        @Override
        public Optional<Parameter> direct() {
            return made.direct();
        }
    }

    private static Alphabet alphabet(ColumnSpec column, List<Integer> counts, double kept) {
        return switch (column) {
            case ColumnSpec.Few f ->
                Alphabet.of(f.low(), f.count(), true, counts, kept).withNeighbours(f.neighbours());
            case ColumnSpec.Listed l ->
                Alphabet.of(0, l.codes(), false, counts, kept)
                        .ofListed(l.values())
                        .withNeighbours(l.neighbours());
            default -> Alphabet.of(0, column.codes(), false, counts, kept);
        };
    }
}
