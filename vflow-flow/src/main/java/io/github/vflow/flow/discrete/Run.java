package io.github.vflow.flow.discrete;

import io.github.vflow.flow.distribution.mixing.LogSum;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Neighbouring columns with as many values and outcomes, which share operations.
 *
 * @param from the first column
 * @param code the place of its one-hot code among all codes
 * @param logit the place of its logits among all logits
 * @param columns the alphabet of each column
 */
record Run(int from, int code, int logit, List<Alphabet> columns) {
    /** Splits columns into runs. */
    static List<Run> of(List<Alphabet> all) {
        List<Run> runs = new ArrayList<>();
        int code = 0;
        int logit = 0;
        for (int j = 0; j < all.size(); ) {
            int to = j + 1;
            while (to < all.size() && all.get(to).isAsLong(all.get(j))) {
                to++;
            }
            Run run = new Run(j, code, logit, all.subList(j, to));
            runs.add(run);
            code += run.codes();
            logit += run.logits();
            j = to;
        }
        return runs;
    }

    private int n() {
        return columns.size();
    }

    private int values() {
        return columns.getFirst().count();
    }

    private int outcomes() {
        return columns.getFirst().outcomes();
    }

    private boolean isOpen() {
        return columns.getFirst().isOpen();
    }

    int codes() {
        return n() * values();
    }

    int logits() {
        return n() * outcomes();
    }

    /** Column i of this run alone. */
    Run column(int i) {
        return new Run(from + i, code + i * values(), logit + i * outcomes(), columns.subList(i, i + 1));
    }

    /** This run's columns of all [b, C]. */
    Tensor own(Tensor all) {
        return all.slice(1, from, from + n());
    }

    /** The one-hot codes of some values k [b, n]; zero for values below or above [b, n·K]. A listed number has its score in the first place. */
    Tensor codes(Tensor k) {
        Tensor codes = oneHot(k, values());
        if (columns.getFirst().isListed()) {
            double[] each = columns.stream()
                    .flatMap(a -> a.scores().stream())
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            Tensor scores = codes.times(k.trace().constant(Shape.of(n(), values()), each))
                    .sum(2)
                    .reshape(k.shape().dim(0), n(), 1);
            codes = Tensor.concat(2, List.of(scores, codes.slice(2, 1, values())));
        }
        return codes.reshape(k.shape().dim(0), codes());
    }

    private static Tensor oneHot(Tensor k, int size) {
        int b = k.shape().dim(0);
        int n = k.shape().dim(1);
        double[] numbers = IntStream.range(0, size).asDoubleStream().toArray();
        return k.reshape(b, n, 1)
                .broadcast(Shape.of(b, n, size))
                .minus(k.trace().constant(Shape.of(size), numbers))
                .abs()
                .negate()
                .plus(1)
                .relu();
    }

    /** ln P(k | …) of each column [b, n], in nats, by the logits of this run. */
    Tensor logProb(Tensor k, Tensor ofRun) {
        Tensor logits = withFrequencies(ofRun);
        Tensor outcome = isOpen() ? k.max(-1).min(values()).plus(1) : k;
        Tensor chosen = oneHot(outcome, outcomes());
        Tensor ofNetwork = logits.times(chosen).sum(2).minus(logits.logSumExp(2));
        Tensor ofFrequencies = chosen.times(logFrequencies(k)).sum(2);
        Tensor both = LogSum.of(
                2,
                i -> i == 0
                        ? ofNetwork.plus(each(k, a -> Math.log1p(-a.share())))
                        : ofFrequencies.plus(each(k, a -> Math.log(a.share()))));
        return isOpen() ? both.minus(steps(k).times(Math.log(2))) : both;
    }

    /** The number of steps from the values to k; zero for a value. */
    private Tensor steps(Tensor k) {
        return k.negate().relu().plus(k.minus(values() - 1).relu());
    }

    /** The logits of the network and the frequencies [b, n, M]. */
    private Tensor withFrequencies(Tensor all) {
        int b = all.shape().dim(0);
        return Neighbours.of(columns.getFirst())
                .map(s -> s.shared(all.reshape(b * n(), outcomes())))
                .orElse(all)
                .reshape(b, n(), outcomes())
                .plus(logFrequencies(all));
    }

    private Tensor logFrequencies(Tensor like) {
        double[] logs = columns.stream()
                .flatMap(a -> a.frequencies().stream())
                .mapToDouble(Math::log)
                .toArray();
        return like.trace().constant(Shape.of(n(), outcomes()), logs);
    }

    private Tensor each(Tensor like, ToDoubleFunction<Alphabet> number) {
        return like.trace()
                .constant(Shape.of(n()), columns.stream().mapToDouble(number).toArray());
    }

    /**
     * Draws the value of a run of one column [b, 1]; the outcomes below and above become the nearest value.
     *
     * @param uniform in (0, 1) [b, 1]
     * @param ofRun the logits of this run [b, M]
     */
    Tensor draw(Tensor uniform, Tensor ofRun) {
        int b = uniform.shape().dim(0);
        Alphabet a = columns.getFirst();
        int m = a.outcomes();
        double[] frequencies =
                a.frequencies().stream().mapToDouble(f -> f * a.share()).toArray();
        Tensor p = withFrequencies(ofRun)
                .reshape(b, m)
                .softmax(1)
                .times(1 - a.share())
                .plus(uniform.trace().constant(Shape.of(m), frequencies));
        if (a.isListed()) {
            p = p.slice(1, 1, m).pad(1, 1, 0);
            p = p.dividedBy(p.sum(1).reshape(b, 1));
        }
        double[] upTo = new double[m * (m - 1)];
        for (int i = 0; i < upTo.length; i++) {
            upTo[i] = i / (m - 1) <= i % (m - 1) ? 1 : 0;
        }
        Tensor below = p.matmul(uniform.trace().constant(Shape.of(m, m - 1), upTo));
        Tensor outcome = uniform.broadcast(below.shape()).greater(below).sum(1).reshape(b, 1);
        return a.isOpen() ? outcome.minus(1).max(0).min(a.count() - 1) : outcome;
    }
}
