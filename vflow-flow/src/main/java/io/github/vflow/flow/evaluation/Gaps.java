package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.CellState;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.discrete.DiscretePart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rows with missing cells. A missing discrete cell is a sum over its values. The completed rows go to the evaluator of whole rows, or, if
 * continuous cells are missing too, to the evaluator of rows with missing cells. Not thread-safe.
 */
final class Gaps implements AutoCloseable {
    private static final double[] CERTAIN = {0};

    private final Evaluator whole;
    private final Model model;
    private final Evaluator.Alike make;
    private final Map<Kind, Evaluator> byKind = new HashMap<>();
    private final Set<Integer> anything;
    /** The features that many rows missed so far. */
    private final Set<Integer> seen = new HashSet<>();

    /** The features that the rows of a call may miss: all if there are few, since programs for less take time to compile. */
    private Set<Integer> missing;

    private @Nullable Evaluator ofOne;
    private final int[] continuous;

    /**
     * Takes rows that an evaluator cannot.
     *
     * @param whole the evaluator of whole rows
     * @param make an evaluator of a variant of the model, with the parameters of this one and S samples
     */
    Gaps(Evaluator whole, Model model, Evaluator.Alike make) {
        this.whole = whole;
        this.model = model;
        this.make = make;
        this.continuous = IntStream.range(0, model.features())
                .filter(j -> model.discrete().map(part -> !part.isDiscrete(j)).orElse(true))
                .toArray();
        this.anything = IntStream.range(0, model.features()).boxed().collect(Collectors.toSet());
        this.missing = anything;
    }

    void parameters(float[] values) {
        all().forEach(e -> e.parameters(values));
    }

    private Stream<Evaluator> all() {
        return Stream.concat(byKind.values().stream(), Stream.ofNullable(ofOne)).distinct();
    }

    /**
     * Evaluators of rows with gaps.
     *
     * @param drawsLabels whether the chain draws missing labels; else all are known
     * @param missing the features that rows may miss
     */
    private record Kind(int samples, boolean drawsLabels, Set<Integer> missing) {}

    private Evaluator of(Kind kind) {
        return byKind.computeIfAbsent(kind, k -> make.of(variant(k), k.samples, false));
    }

    private Model variant(Kind kind) {
        Set<Integer> numbers = IntStream.range(0, continuous.length)
                .filter(i -> kind.missing.contains(continuous[i]))
                .boxed()
                .collect(Collectors.toSet());
        return model.forMissing(kind.drawsLabels ? kind.missing : Set.of(), numbers)
                .orElseThrow();
    }

    /** The evaluator of rows whose missing labels the chain draws. */
    private Evaluator drawing(int samples) {
        return of(new Kind(samples, true, missing));
    }

    /**
     * The evaluator of rows whose labels are known, but not all of their continuous cells.
     *
     * @param cells the number of missing ones
     */
    private Evaluator estimating(long cells) {
        return cells == 1 && whole.samples() == 1 ? ofOne() : labelled(whole.wanted());
    }

    private Evaluator labelled(int samples) {
        return of(new Kind(samples, false, missing));
    }

    private Evaluator ofOne() {
        Evaluator e = ofOne;
        if (e == null) {
            int samples = Math.ceilDiv(whole.wanted(), GapDefaults.ONE_CELL);
            e = model.forOneMissing(samples)
                    .map(one -> make.of(one, samples, true))
                    .orElseGet(() -> of(new Kind(samples, false, anything)));
            ofOne = e;
        }
        return e;
    }

    /** The evaluator of rows without a known continuous cell: all their samples have the same weight. */
    private Evaluator marginal() {
        return drawing(1);
    }

    /** The completions of a row, and the evaluator for them. */
    private record Route(Evaluator by, Completions sum, int count) {
        static Route of(Evaluator by, Completions sum, int most) {
            return new Route(by, sum, sum.count(most));
        }
    }

    private Route route(double[] row) {
        Optional<DiscretePart> discrete = model.discrete();
        long missing =
                IntStream.of(continuous).filter(j -> Double.isNaN(row[j])).count();
        if (discrete.isEmpty()) {
            return Route.of(estimating(missing), Completions.none(row), 1);
        }
        DiscretePart part = discrete.get();
        Standardization units = model.standardization();
        boolean isAnyKnown = IntStream.of(continuous).anyMatch(j -> !Double.isNaN(row[j]) && !units.isAtom(j, row[j]));
        // a tilt depends on all numbers; without a known one its mean takes more samples
        boolean needsNumbers = isAnyKnown || model.tilt().isPresent();
        boolean areAllKnown = needsNumbers && missing == 0;
        int samples = isAnyKnown ? whole.wanted() : GapDefaults.MORE_WITHOUT_NUMBERS * whole.wanted();
        Evaluator by = !needsNumbers
                ? marginal()
                : areAllKnown ? whole.of(row) : isAnyKnown ? estimating(missing) : labelled(samples);
        int most = areAllKnown ? GapDefaults.MOST_TERMS_OF_FLOW : GapDefaults.MOST_TERMS;
        Route exact = Route.of(by, Completions.of(part, units, row, needsNumbers), most);
        return (long) exact.count * by.samples() <= most
                ? exact
                : Route.of(drawing(needsNumbers ? samples : whole.wanted()), Completions.none(row), 1);
    }

    /** The log-weights of a row, with the same bits as for the row among others. */
    double[] weights(double[] row) {
        if (isNothingKnown(row)) {
            return CERTAIN;
        }
        return weights(route(row), row);
    }

    private double[] weights(Route route, double[] row) {
        return route.sum.isTheRow() ? route.by.run(row) : GapSum.sums(terms(route), route.by.samples());
    }

    /** The estimate of a row, with the same bits as for the row among others. */
    ImportanceEstimate estimate(double[] row) {
        if (isNothingKnown(row)) {
            return ImportanceEstimate.of(CERTAIN);
        }
        Route route = route(row);
        return route.by.estimate(weights(route, row), 0);
    }

    private GapSum.Terms terms(Route route) {
        int n = route.count;
        int samples = route.by.samples();
        if (n > GapDefaults.FEW_ROWS) {
            GapSum block = new GapSum(route.by.programs(), samples, model.width());
            block.add(0, route.sum, n);
            return block.terms(1);
        }
        double[] logs = new double[n * samples];
        double[] logFactors = new double[n];
        double[] completed = new double[model.width()];
        for (int k = 0; k < n; k++) {
            logFactors[k] = route.sum.fill(k, completed, 0);
            System.arraycopy(route.by.run(completed), 0, logs, k * samples, samples);
        }
        return new GapSum.Terms(logs, logFactors);
    }

    /** The completions of a row, except completions that stand for numbers which no model draws; empty if there are none, or too many. */
    Optional<Evaluator.Completed> completions(double[] row) {
        Route route = route(row);
        if (route.sum.isTheRow()) {
            return Optional.empty();
        }
        int samples = route.by.samples();
        GapSum.Terms terms = terms(route);
        double[] completed = new double[model.width()];
        int[] own = IntStream.range(0, route.count)
                .filter(k -> {
                    route.sum.fill(k, completed, 0);
                    return terms.logFactors()[k] == 0 && !isUnlisted(completed);
                })
                .toArray();
        double[][] rows = new double[own.length][model.width()];
        double[] logProbs = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            route.sum.fill(own[i], rows[i], 0);
            logProbs[i] = ImportanceEstimate.logMeanExp(terms.logs(), own[i] * samples, samples);
        }
        return Optional.of(new Evaluator.Completed(rows, logProbs, route.by.takesWholeRows()));
    }

    /** Whether a cell is another number of a column whose numbers are listed, which no model draws. */
    private boolean isUnlisted(double[] completed) {
        return model.discrete().stream()
                .anyMatch(part ->
                        part.logPeaks().keySet().stream().anyMatch(j -> completed[j] == CellState.ANOTHER_NUMBER));
    }

    /** Evaluates some rows; tells of each when it is done. */
    void each(Rows rows, List<Integer> some, int threads, Evaluator.Use use, Runnable done) {
        missing = some.size() < GapDefaults.FEW_ROWS ? anything : seen(rows, some);
        try {
            eachOf(rows, some, threads, use, done);
        } finally {
            missing = anything;
        }
    }

    /** The features that these rows or earlier ones miss; programs for fewer have no use any more. */
    private Set<Integer> seen(Rows rows, List<Integer> some) {
        boolean isNew = false;
        for (int i : some) {
            double[] row = rows.copyRow(i);
            isNew |= seen.addAll(IntStream.range(0, model.features())
                    .filter(j -> Double.isNaN(row[j]))
                    .boxed()
                    .toList());
        }
        if (isNew) {
            byKind.entrySet().removeIf(e -> {
                boolean isOld = !e.getKey().missing.equals(anything);
                if (isOld) {
                    e.getValue().close();
                }
                return isOld;
            });
        }
        return Set.copyOf(seen);
    }

    private void eachOf(Rows rows, List<Integer> some, int threads, Evaluator.Use use, Runnable done) {
        Map<Evaluator, GapSum> blocks = new LinkedHashMap<>();
        for (int i : some) {
            double[] row = rows.copyRow(i);
            if (isNothingKnown(row)) {
                use.of(marginal(), i, CERTAIN, 0);
                done.run();
                continue;
            }
            Route route = route(row);
            GapSum block =
                    blocks.computeIfAbsent(route.by, by -> new GapSum(by.programs(), by.samples(), model.width()));
            if (block.add(i, route.sum, route.count)) {
                run(route.by, block, threads, use, done);
            }
        }
        blocks.forEach((by, block) -> run(by, block, threads, use, done));
    }

    private static void run(Evaluator by, GapSum block, int threads, Evaluator.Use use, Runnable done) {
        block.run(threads, (row, w) -> {
            use.of(by, row, w, 0);
            done.run();
        });
    }

    private boolean isNothingKnown(double[] row) {
        for (int j = 0; j < model.features(); j++) {
            if (!Double.isNaN(row[j])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        all().forEach(Evaluator::close);
    }
}
