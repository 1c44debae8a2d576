package io.github.vflow.flow;

import io.github.vflow.flow.distribution.Choice;
import io.github.vflow.flow.distribution.LogSum;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A weighted mean of densities: p(x) = Σₖ shareₖ·pₖ(x).
 *
 * @param members pₖ
 * @param shares of the members, which sum to one
 */
record Mixture(List<Model> members, List<Double> shares) {
    Mixture {
        members = List.copyOf(members);
        shares = List.copyOf(shares);
    }

    /** The same mixture for rows with missing cells; empty if a member needs complete rows. */
    Optional<Mixture> filling() {
        return members.stream().allMatch(m -> m.filling().isPresent())
                ? Optional.of(new Mixture(
                        members.stream().map(m -> m.filling().orElseThrow()).toList(), shares))
                : Optional.empty();
    }

    int noise() {
        return members.stream().mapToInt(Model::noise).max().orElseThrow();
    }

    int sampleNoise() {
        return Choice.NORMALS
                + members.stream().mapToInt(Model::sampleNoise).max().orElseThrow();
    }

    /**
     * ln Σₖ shareₖ·exp(bound of member k) [b]. The members share their noise: the mean of a sum is the sum of the means all the same.
     *
     * @param noise [b, {@link #noise}]
     */
    Tensor bound(Tensor row, Tensor noise) {
        return LogSum.of(members.size(), k -> {
            Model m = members.get(k);
            Tensor ofMember = m.noise() == 0 ? noise : noise.slice(1, 0, m.noise());
            return m.bound(row, ofMember).plus(Math.log(shares.get(k)));
        });
    }

    /** Draws, each of one member in proportion to the shares. */
    Tensor sample(Tensor noise, Condition condition) {
        Tensor uniform = Choice.uniform(noise.slice(1, 0, Choice.NORMALS));
        Tensor drawn = draws(0, noise, condition);
        double below = 0;
        for (int k = 1; k < members.size(); k++) {
            below += shares.get(k - 1);
            Tensor isLater = uniform.greater(below).reshape(noise.shape().dim(0), 1);
            drawn = isLater.broadcast(drawn.shape()).select(draws(k, noise, condition), drawn);
        }
        return drawn;
    }

    private Tensor draws(int k, Tensor noise, Condition condition) {
        Model m = members.get(k);
        return m.sample(noise.slice(1, Choice.NORMALS, Choice.NORMALS + m.sampleNoise()), condition);
    }
}
