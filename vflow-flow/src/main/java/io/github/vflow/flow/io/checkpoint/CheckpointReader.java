package io.github.vflow.flow.io.checkpoint;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.stored.Stored;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.InverseErrors;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.Dtype;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** Reads a checkpoint and checks the invariants of every training run: a run would go on from anything else for hours, and to no good. */
final class CheckpointReader {
    private static final String REMEDY =
            "; the file is damaged or the run was, so resume from an earlier checkpoint or train again";

    private final Stored stored;
    private final Shape flat;

    CheckpointReader(Stored stored) {
        this.stored = stored;
        this.flat = stored.content().tensor(Checkpoint.PARAMETERS).shape();
    }

    Checkpoint read() throws FileFormatException {
        Spec.Flow spec = spec();
        TrainingPlan plan = stored.plan();
        Model model = Models.build(spec, new Parameters(this::admit));
        int size = model.parameters().size();
        require(flat.equals(Shape.of(size)), Checkpoint.PARAMETERS, "be of shape [" + size + "]", flat);
        requirePlan(plan, model);
        List<String> columns = stored.columns();
        Stored.requireNames(Checkpoint.class.getSimpleName(), columns, model);
        return new Checkpoint(spec, plan, state(plan, model), columns, stored.notes(), stored.history());
    }

    private Spec.Flow spec() throws FileFormatException {
        Spec spec = stored.spec();
        if (spec instanceof Spec.Flow flow) {
            return flow;
        }
        throw stored.bad("a checkpoint is of one flow but this is of a mixture" + REMEDY);
    }

    /** Parameters are stored as one tensor, so only the sum of their sizes is known. */
    private void admit(Parameter parameter, long total) {
        if (total > flat.size()) {
            throw new IllegalArgumentException("\"" + Checkpoint.PARAMETERS + "\" holds " + flat.size()
                    + " numbers but with \"" + parameter.name() + "\" of shape " + parameter.shape()
                    + " its architecture needs " + total
                    + " or more" + REMEDY);
        }
    }

    private static void requirePlan(TrainingPlan plan, Model model) {
        long numbers = (long) plan.batchSize() * Math.max(model.inputWidth(), model.noise());
        require(numbers <= Integer.MAX_VALUE, "batchSize", "be of at most " + Integer.MAX_VALUE + " numbers", numbers);
    }

    private TrainingState state(TrainingPlan plan, Model model) throws FileFormatException {
        long[] counts = stored.content()
                .tensor(Checkpoint.COUNTS, Shape.of(2), Dtype.I64)
                .longs();
        long step = counts[0];
        long stale = counts[1];
        require(step >= 0 && step <= plan.steps(), "step", "be in 0 … " + plan.steps() + ", those of the plan,", step);
        require(stale >= 0 && stale <= Integer.MAX_VALUE, "stale", "be in 0 … " + Integer.MAX_VALUE, stale);
        float @Nullable [] ema = optional(Checkpoint.EMA);
        require(
                (ema != null) == plan.descent().emaDecay() > 0,
                Checkpoint.EMA,
                "be there if the plan has a decay, " + plan.descent().emaDecay() + ", and only then,",
                there(ema));
        float @Nullable [] best = optional(Checkpoint.BEST);
        double bound = stored.content()
                .tensor(Checkpoint.BEST_BOUND, Shape.of(), Dtype.F64)
                .doubles()[0];
        require(bound < Double.POSITIVE_INFINITY, Checkpoint.BEST_BOUND, "be a number below infinity", bound);
        require(
                (best != null) == bound > Double.NEGATIVE_INFINITY,
                Checkpoint.BEST,
                "be there if there is a best bound, " + bound + ", and only then,",
                there(best));
        return new TrainingState(
                step,
                finite(Checkpoint.PARAMETERS),
                finite(Checkpoint.M),
                notNegative(Checkpoint.V),
                ema,
                best,
                bound,
                (int) stale,
                kept(model),
                labels());
    }

    private float[] labels() throws FileFormatException {
        if (!stored.content().tensors().containsKey(Checkpoint.LABELS)) {
            return new float[0];
        }
        float[] labels = stored.content().tensor(Checkpoint.LABELS).floats();
        requireEach(labels, k -> k >= 0 && k == Math.rint(k), Checkpoint.LABELS, "be whole numbers from 0 on");
        return labels;
    }

    private Set<String> kept(Model model) throws FileFormatException {
        Set<String> kept = new TreeSet<>(stored.texts(Checkpoint.KEPT));
        if (!kept.isEmpty()) {
            Set<String> unknown = new TreeSet<>(kept);
            unknown.removeAll(InverseErrors.steps(model));
            require(unknown.isEmpty(), Checkpoint.KEPT, "name reversible steps of the model", unknown);
        }
        return kept;
    }

    private float @Nullable [] optional(String name) {
        return stored.content().tensors().containsKey(name) ? finite(name) : null;
    }

    private static String there(float @Nullable [] values) {
        return values == null ? "missing" : "there";
    }

    private float[] notNegative(String name) {
        float[] values = finite(name);
        requireEach(values, v -> v >= 0, name, "not be negative");
        return values;
    }

    private float[] finite(String name) {
        float[] values = stored.content().tensor(name, flat, Dtype.F32).floats();
        requireEach(values, Double::isFinite, name, "be finite");
        return values;
    }

    private static void requireEach(float[] values, DoublePredicate holds, String part, String must) {
        for (int i = 0; i < values.length; i++) {
            if (!holds.test(values[i])) {
                require(false, part, must, values[i] + " at index " + i);
            }
        }
    }

    private static void require(boolean holds, String part, String must, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "\"" + part + "\" must " + must + " but is " + Stored.shown(String.valueOf(found)) + REMEDY);
        }
    }
}
