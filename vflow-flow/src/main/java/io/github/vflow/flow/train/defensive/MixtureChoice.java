package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.evaluation.Mean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Chooses a mixture of normal distributions by rows that it was not fitted to: the number of components, the shrinkage of their covariances, and the
 * coordinates in which clusters are found for the fit to start. Where few directions carry everything and the others are noise, whitened
 * coordinates hide the clusters; where all columns are correlated, the columns hide them. Components that share their noise are best shrunk much
 * towards one another; where a number fills much of a column, not at all.
 */
final class MixtureChoice {
    private final double[][] variances;
    private final double[][] covariance;
    private final double[][] fitted;
    private final double[][] judges;
    private final RandomGenerator random;
    private final Judged one;
    private Judged best;

    /**
     * The mixture of all rows.
     *
     * @param logs ln p of the judges by the mixture of the others, in nats
     */
    record Chosen(NormalMixtureFit fit, double[] logs) {}

    /** A mixture with ln p of the judges, in nats. */
    private record Judged(NormalMixtureFit mixture, double[] logs) {
        double mean() {
            double mean = Arrays.stream(logs).average().orElseThrow();
            return Double.isNaN(mean) ? Double.NEGATIVE_INFINITY : mean;
        }

        /** Whether it is better by more than chance: by a standard error of the mean difference. */
        boolean beats(Judged other) {
            double[] gains = new double[logs.length];
            Arrays.setAll(gains, i -> logs[i] - other.logs[i]);
            Mean gain = Mean.of(gains);
            return gain.value() > gain.standardError();
        }
    }

    private MixtureChoice(double[][] rows, double[][] variances, RandomGenerator random) {
        this.variances = variances;
        this.covariance = Matrices.identity(variances.length);
        this.fitted = part(rows, false);
        this.judges = part(rows, true);
        this.random = random;
        this.one = judged(whole(fitted.length), start(variances));
        this.best = one;
    }

    /**
     * The mixture of 1, 2, 4, … components whose likelihood is the greatest on rows that it was not fitted to, fitted again to all rows. Fewer
     * than {@value MixtureDefaults#JUDGE} rows have one component.
     *
     * @param rows whitened, in random order [n][d]
     * @param columns the same rows in the coordinates of the columns [n][d]
     * @param variances of the columns, without their covariances, in whitened coordinates [d][d]
     * @param most the greatest number of components
     */
    static Chosen of(double[][] rows, double[][] columns, double[][] variances, int most, RandomGenerator random) {
        if (rows.length < MixtureDefaults.JUDGE) {
            return new Chosen(Scatters.of(rows, whole(rows.length)).fit(start(variances)), new double[0]);
        }
        MixtureChoice choice = new MixtureChoice(rows, variances, random);
        choice.search(part(columns, false), most);
        choice.search(choice.fitted, most);
        NormalMixtureFit chosen = choice.best.mixture;
        return new Chosen(
                Scatters.maximised(rows, chosen.parts(rows), chosen.shrinkage(), MixtureDefaults.FIT_STEPS)
                        .fit(chosen.shrinkage()),
                choice.best.logs);
    }

    private static Shrinkage start(double[][] variances) {
        return new Shrinkage(MixtureDefaults.FIT_RIDGE, prior(variances.length), variances);
    }

    /** Half of a row for each number that a component has beside those of its shape. */
    private static double prior(int d) {
        return 0.5 * (d + 1);
    }

    private static double[][] whole(int rows) {
        double[][] whole = new double[1][rows];
        Arrays.fill(whole[0], 1);
        return whole;
    }

    /** One row in {@value MixtureDefaults#JUDGE} judges. */
    private static double[][] part(double[][] rows, boolean isJudge) {
        int judges = rows.length / MixtureDefaults.JUDGE;
        double[][] part = new double[isJudge ? judges : rows.length - judges][];
        for (int i = 0, k = 0; i < rows.length; i++) {
            boolean isHere = i % MixtureDefaults.JUDGE == 0 && i / MixtureDefaults.JUDGE < judges;
            if (isHere == isJudge) {
                part[k++] = rows[i];
            }
        }
        return part;
    }

    /** Doubles the number of components while it helps, or may help after one more doubling. */
    private void search(double[][] space, int most) {
        Judged highest = one;
        Shrinkage last = one.mixture.shrinkage();
        int misses = 0;
        for (int k = 2; k <= most && misses < 2; k *= 2) {
            Judged next = judged(KMeans.parts(space, k, random), last);
            last = next.mixture.shrinkage();
            if (next.beats(highest)) {
                highest = next;
                misses = 0;
            } else {
                misses++;
            }
        }
        best = highest.mean() > best.mean() ? highest : best;
    }

    /** The fit with the best shrinkage. If this is not the one at the start, the fit goes on with it. */
    private Judged judged(double[][] parts, Shrinkage start) {
        Judged first = shrunk(Scatters.maximised(fitted, parts, start, MixtureDefaults.SEARCH_STEPS), start);
        Shrinkage shrinkage = first.mixture.shrinkage();
        if (shrinkage.equals(start) || parts.length == 1) {
            return first;
        }
        Judged next = shrunk(
                Scatters.maximised(fitted, first.mixture.parts(fitted), shrinkage, MixtureDefaults.SEARCH_STEPS),
                shrinkage);
        return next.mean() > first.mean() ? next : first;
    }

    /** The best ridge with the prior of a start, then the best prior with this ridge. */
    private Judged shrunk(Scatters moments, Shrinkage start) {
        Judged ridged = highest(
                moments,
                DoubleStream.iterate(
                                MixtureDefaults.WIDEST_RIDGE,
                                ridge -> ridge > MixtureDefaults.NARROWEST_RIDGE / 2,
                                ridge -> ridge / MixtureDefaults.RIDGE_STEP)
                        .boxed()
                        .flatMap(ridge -> Stream.of(variances, covariance)
                                .map(target -> new Shrinkage(ridge, start.prior(), target))));
        if (moments.weights().length == 1) {
            return ridged;
        }
        Shrinkage best = ridged.mixture.shrinkage();
        return highest(
                moments,
                DoubleStream.concat(
                                DoubleStream.of(0),
                                DoubleStream.iterate(
                                        1,
                                        times -> times <= MixtureDefaults.MOST_PRIOR,
                                        times -> times * MixtureDefaults.PRIOR_STEP))
                        .mapToObj(
                                times -> new Shrinkage(best.ridge(), times * prior(variances.length), best.target())));
    }

    private Judged highest(Scatters moments, Stream<Shrinkage> of) {
        return of.map(shrinkage -> {
                    NormalMixtureFit mixture = moments.fit(shrinkage);
                    return new Judged(mixture, mixture.logs(judges));
                })
                .max(Comparator.comparingDouble(Judged::mean))
                .orElseThrow();
    }
}
