package io.github.vflow.table.plan;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.defensive.MarginalChoice;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Recipe.Variant;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the plan of a training: it settles the open questions of a recipe. A pure function of the rows and the recipe, which trains nothing.
 *
 * <p>The members of the default see the rows in different ways. A whitened flow learns from fewer rows. A flow without whitening sees structure that
 * whitening hides among the noise. Noise helps alarms. Maps of the columns' distributions give samples these distributions.
 */
public final class Planner {
    private final TrainingRows rows;
    private final Recipe recipe;

    private Planner(TrainingRows rows, Recipe recipe) {
        this.rows = rows;
        this.recipe = recipe;
    }

    /**
     * The plan of a training.
     *
     * @throws IllegalArgumentException if a column is constant or float32 cannot tell its numbers apart, or the architecture does not fit the
     *     table
     */
    public static TablePlan plan(TrainingRows rows, Recipe recipe) {
        return new Planner(rows, recipe).plan();
    }

    /**
     * The recipe of the models of folds that calibrate a model by all of its rows. They have fewer members than the model, to save time, so normal
     * rows score a little lower by them.
     */
    public static Recipe ofFolds(TablePlan plan, boolean hasMissing) {
        RowSpec shared = plan.architecture();
        Recipe of = plan.recipe()
                .withArchitecture(hasMissing ? shared : shared.withFill(RowSpec.Fill.none()))
                .withCalibration(0)
                .leavingOutOddRows(false)
                .withTilt(false)
                .withMembers(1);
        return of.ensemble().variants().isPresent() ? of : of.withNoise(0.0, MemberDefaults.NOISE);
    }

    /**
     * The recipe of the models of folds that search odd rows: noise keeps a flow from learning a few odd rows by heart.
     *
     * @param fold from 0 on
     */
    public static Recipe ofSearch(Recipe recipe, int fold) {
        return recipe.withNoise(MemberDefaults.NOISE)
                .withMembers(1)
                .withTilt(false)
                .withCalibration(0)
                .leavingOutOddRows(false)
                .withSeed(recipe.seed() + fold);
    }

    /** Whether a table is so large that it has fewer members, which train one after another. */
    public static boolean isLarge(TrainingRows rows) {
        return rows.size() > MemberDefaults.MOST_ROWS_OF_ALL
                || rows.table().schema().modelled().columns().size() > MemberDefaults.MOST_COLUMNS_OF_ALL;
    }

    private TablePlan plan() {
        RowSpec architecture = rows.spec(
                recipe.network().whole().orElseGet(this::usualArchitecture),
                recipe.target().isStandardized());
        List<Variant> asked = variants(architecture);
        Optional<TablePlan.Maps> maps =
                asked.stream().anyMatch(Variant::hasMaps) ? maps(architecture) : Optional.empty();
        List<Variant> variants = asked.stream()
                .filter(v -> !v.hasMaps() || maps.isPresent())
                .collect(Collectors.toCollection(ArrayList::new));
        if (recipe.ensemble().variants().isEmpty()
                && maps.filter(m -> m.gain() >= MemberDefaults.GAIN_OF_MAPS).isPresent()) {
            variants.add(new Variant(0, true, true));
        }
        TrainingPlan training = training();
        return new TablePlan(
                recipe,
                TablePlan.fingerprint(rows.source()),
                rows.source().schema(),
                Optional.empty(),
                rows.parts(),
                architecture,
                maps,
                members(variants.isEmpty() ? List.of(new Variant(0, false, false)) : variants),
                training,
                fillSteps(training.steps()),
                rows.areCrossFitted(recipe) ? Folds.countOf(rows.size()) : 0,
                neighbours());
    }

    /** The training rows to compare with, up to a number of rows and of cells. */
    private int neighbours() {
        return recipe.target().given().isEmpty() ? Math.min(rows.train().length, Neighbours.most(rows.features())) : 0;
    }

    /** The flow after a whitening map, with broad components and, for p(row), a density of missing cells. */
    private RowSpec usualArchitecture() {
        RowSpec flow = recipe.network().flow().orElseGet(() -> usualFlow(rows.features()));
        int given = rows.table().columns().size() - rows.features();
        return flow.withGiven(given)
                .withSteps(flow.steps().withWhitening(true).withRegression(true))
                .withFill(RowSpec.Fill.ofTable(
                        rows.features(), given, rows.table().rows().hasMissing()))
                .withDefensive(
                        DefensiveSpec.student(recipe.network().tail()).forRows(rows.train().length, rows.features()));
    }

    /** The flow of the default: mixture couplings. */
    public static RowSpec usualFlow(int features) {
        return RowSpec.of(features, 0, MemberDefaults.FLOW_STEPS).withCoupling(CouplingSpec.Kind.MIXTURE);
    }

    private List<Watch.Member> members(List<Variant> variants) {
        int size = variants.size() * recipe.ensemble().members();
        return IntStream.range(0, size)
                .mapToObj(k -> {
                    Variant v = variants.get(k % variants.size());
                    return new Watch.Member(
                            k, size, v.noise(), v.isWhitened(), v.hasMaps(), recipe.seed() + k / variants.size());
                })
                .toList();
    }

    /** The variants that train, if maps explain the rows. */
    private List<Variant> variants(RowSpec architecture) {
        boolean isWhitened = architecture.steps().isWhitened();
        if (architecture.dimensions() == 0) {
            return List.of(new Variant(0, isWhitened, false));
        }
        Optional<List<Variant>> asked = recipe.ensemble().variants();
        if (asked.isPresent()) {
            List<Variant> all = asked.get().stream()
                    .map(v -> new Variant(v.noise(), v.isWhitened() && isWhitened, v.hasMaps() && isWhitened))
                    .toList();
            return takeNoise() ? all : all.subList(0, 1);
        }
        // without held-out rows nothing chooses between members
        return !rows.validates()
                ? List.of(new Variant(0, isWhitened, false))
                : usual(isWhitened).stream()
                        .filter(v -> v.noise() == 0 || takeNoise())
                        .toList();
    }

    private List<Variant> usual(boolean isWhitened) {
        List<Variant> all = new ArrayList<>(List.of(new Variant(0, false, false)));
        boolean isLarge = isLarge(rows);
        if (isWhitened && !isLarge) {
            all.add(new Variant(0, true, false));
        }
        all.add(new Variant(MemberDefaults.NOISE, isWhitened, false));
        if (!isLarge) {
            all.add(new Variant(MemberDefaults.MUCH_NOISE, isWhitened, false));
        }
        if (isWhitened && !isLarge) {
            all.add(new Variant(MemberDefaults.NOISE, true, true));
        }
        return all;
    }

    /** Whether a column takes noise. */
    private boolean takeNoise() {
        Rows train = rows.trainRows();
        List<Column> columns = rows.table().schema().modelled().columns();
        return IntStream.range(0, columns.size()).anyMatch(j -> columns.get(j).takesNoise(train, j));
    }

    /** Maps of columns that are standardised; empty if they do not explain the rows better. */
    private Optional<TablePlan.Maps> maps(RowSpec architecture) {
        return architecture.columns().moments().areNone()
                ? Optional.empty()
                : MarginalChoice.of(architecture.kinds(), rows.trainRows(), rows.features())
                        .map(m -> new TablePlan.Maps(m.kinds(), m.gain()));
    }

    private TrainingPlan training() {
        Recipe.Budget budget = recipe.budget();
        int train = rows.train().length;
        long steps = steps(train);
        Recipe.Stopping stopping = recipe.stopping();
        TrainingPlan.Evaluation evaluation = stopping.every().isPresent()
                ? new TrainingPlan.Evaluation(stopping.every().getAsLong(), stopping.patience())
                : TrainingPlan.Evaluation.ofTable(train, budget.batch(), steps, stopping.patience());
        Recipe.Descent descent = recipe.descent();
        return TrainingPlan.of(steps, budget.batch(), descent.rate(), recipe.seed())
                .withSchedule(descent.decay().schedule(descent.rate(), steps, descent.warmUp()))
                .withClipNorm(descent.clip())
                .withEma(descent.ema())
                .withShards(recipe.machine().shards())
                .withEvaluation(evaluation);
    }

    private long steps(int train) {
        Recipe.Budget budget = recipe.budget();
        if (budget.epochs().isEmpty()) {
            return budget.steps().orElse(ofWidth(TrainingDefaults.STEPS));
        }
        long passes = budget.epochs().getAsLong();
        if (passes > Long.MAX_VALUE / train - budget.batch()) {
            throw new IllegalArgumentException(
                    "fit: epochs must be fewer for " + train + " rows but are " + passes + "; give steps instead");
        }
        return Math.ceilDiv(passes * train, (long) budget.batch());
    }

    /** Fewer steps for a table so wide that a step is slow. */
    private long ofWidth(long steps) {
        double slower = Math.pow(TrainingDefaults.WIDE / rows.table().columns().size(), 3);
        return Math.max(1, (long) (steps * Math.min(1, slower)));
    }

    /** The steps of the density of missing cells: small tables need fewer, and wide ones have no time for more. */
    private long fillSteps(long steps) {
        int known = rows.train().length + rows.heldOut().length;
        int fewest = TrainingDefaults.FEWEST_FILL_STEPS;
        long asked = recipe.estimation().fillSteps();
        long most = Math.max(ofWidth(asked), Math.min(asked, fewest));
        return Math.min(steps, Math.min(most, Math.max(fewest, known)));
    }
}
