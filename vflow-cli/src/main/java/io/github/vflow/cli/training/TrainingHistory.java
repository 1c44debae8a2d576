package io.github.vflow.cli.training;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds at the evaluations of a training, also before it was resumed. It has no times, so that a file of a resumed run has the bytes of
 * one that was not interrupted. Mutable.
 */
public final class TrainingHistory {
    /** The note of a checkpoint. */
    static final String NOTE = "history";

    private final List<Point> points = new ArrayList<>();
    private final List<Fitted> members;
    private final List<Double> shares;

    /** The history of a training that begins. */
    TrainingHistory() {
        this(List.of(), List.of());
    }

    private TrainingHistory(List<Fitted> members, List<Double> shares) {
        this.members = members;
        this.shares = shares;
    }

    private record Point(long step, double train, double validation) {
        JsonValue json() {
            return new JsonArray(List.of(JsonValue.of(step), JsonValue.of(train), JsonValue.of(validation)));
        }

        static Point of(Field field) {
            List<Field> parts = field.list(f -> f);
            if (parts.size() != 3) {
                throw new IllegalArgumentException(
                        "an evaluation must have a step and two bounds but has " + parts.size() + " parts");
            }
            return new Point(
                    parts.get(0).wholeLong(),
                    parts.get(1).number(),
                    parts.get(2).number());
        }
    }

    /**
     * The history of a checkpoint; none if it does not have one.
     *
     * @throws FileFormatException if it is damaged
     */
    static TrainingHistory of(@Nullable String note, Path file) throws FileFormatException {
        TrainingHistory history = new TrainingHistory();
        if (note != null) {
            try {
                history.points.addAll(Field.root(JsonValue.parse(note)).list(Point::of));
            } catch (IllegalArgumentException e) {
                throw new FileFormatException(
                        file + ": the note \"" + NOTE + "\" must be a list of evaluations: " + e.getMessage()
                                + "; the file is damaged",
                        e);
            }
        }
        return history;
    }

    /** The history of a mixture: that of the member with the largest share, and the steps of all. */
    static TrainingHistory of(List<ModelFile> files, List<Double> shares) {
        List<Fitted> members = files.stream().flatMap(f -> f.fitted().stream()).toList();
        return members.size() == shares.size() ? new TrainingHistory(members, shares) : new TrainingHistory();
    }

    /** How the model was trained, up to a step; times are unknown. */
    Fitted fitted(long last, TrainingPlan plan, Mean heldOut, Fitted.End end) {
        return members.isEmpty()
                ? new Fitted(last, Double.NaN, heldOut, end, upTo(last, plan))
                : Fitted.ofMixture(members, shares, heldOut);
    }

    void add(Progress p) {
        points.add(new Point(p.step(), p.trainBound(), p.validationBound()));
    }

    /** The note of a checkpoint with the evaluations up to a step. */
    String note(long upTo) {
        return JsonArray.of(points.stream().filter(p -> p.step <= upTo).toList(), Point::json)
                .toString();
    }

    /** The evaluations up to a step; their times are unknown. */
    private List<Progress> upTo(long last, TrainingPlan plan) {
        List<Progress> all = new ArrayList<>();
        double best = Double.NaN;
        for (Point p : points) {
            if (p.step <= last && p.step > 0) {
                best = Double.isNaN(best) || p.validation > best ? p.validation : best;
                double rate = plan.descent().schedule().at(p.step - 1);
                all.add(new Progress(p.step, plan.steps(), p.train, p.validation, best, rate, Double.NaN));
            }
        }
        return all;
    }
}
