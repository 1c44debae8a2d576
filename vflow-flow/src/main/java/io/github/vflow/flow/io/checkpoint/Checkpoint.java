package io.github.vflow.flow.io.checkpoint;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.json.FittedJson;
import io.github.vflow.flow.io.json.PlanJson;
import io.github.vflow.flow.io.stored.Header;
import io.github.vflow.flow.io.stored.Json;
import io.github.vflow.flow.io.stored.Stored;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training run at rest: with the same data it goes on bit by bit as if it had not stopped.
 *
 * @param spec the architecture
 * @param plan how it is trained
 * @param state how far it is
 * @param columns the names of the data's columns; empty if they have none
 * @param notes which data, for people and for programs that resume
 * @param history the evaluations so far, without their times, so that equal runs have equal files
 */
public record Checkpoint(
        Spec.Flow spec,
        TrainingPlan plan,
        TrainingState state,
        List<String> columns,
        Map<String, String> notes,
        List<Trainer.Progress> history) {
    static final String PARAMETERS = "parameters";
    static final String M = "adam.m";
    static final String V = "adam.v";
    static final String EMA = "ema";
    static final String BEST = "best";
    static final String COUNTS = "step, stale";
    static final String BEST_BOUND = "best bound";
    static final String KEPT = "kept";
    static final String LABELS = "labels";

    private static final Header HEADER = new Header("vflow-checkpoint", "vflow train --checkpoint");

    /** With copies of the collections. */
    public Checkpoint {
        columns = List.copyOf(columns);
        notes = Map.copyOf(notes);
        history = history.stream().map(Trainer.Progress::withoutTime).toList();
    }

    /**
     * The model that training would write if it ended here: with the parameters that validated best, else the moving average, else
     * the last.
     */
    public ModelFile toModel() {
        return new ModelFile(Models.of(spec, state.chosen()), columns, notes);
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        SafeTensors.Builder b = HEADER.begin(spec, columns, notes)
                .metadata(Header.PLAN, Components.write(plan, PlanJson::plan).toString())
                .metadata(
                        Header.HISTORY,
                        JsonArray.of(history, p -> Components.write(p, FittedJson::progress))
                                .toString())
                .metadata(KEPT, Json.write(state.kept().stream().sorted().toList()));
        Shape flat = Shape.of(state.parameters().length);
        b.f32(PARAMETERS, flat, state.parameters());
        b.f32(M, flat, state.m());
        b.f32(V, flat, state.v());
        optional(b, EMA, flat, state.ema());
        optional(b, BEST, flat, state.best());
        if (state.labels().length > 0) {
            b.f32(LABELS, Shape.of(state.labels().length), state.labels());
        }
        b.i64(COUNTS, Shape.of(2), new long[] {state.step(), state.stale()});
        b.f64(BEST_BOUND, Shape.of(), new double[] {state.bestBound()});
        b.build().withChecksum().write(file);
    }

    private static void optional(SafeTensors.Builder b, String name, Shape shape, float @Nullable [] values) {
        if (values != null) {
            b.f32(name, shape, values);
        }
    }

    /**
     * Whether a file says that it is a checkpoint; it may be damaged all the same.
     *
     * @throws FileFormatException if it is not a safetensors file
     * @throws IOException if it cannot be read
     */
    public static boolean isIn(Path file) throws IOException {
        return HEADER.isOf(file);
    }

    /**
     * Reads a file. The sizes that it asks for are compared with its content before anything is made of its size.
     *
     * @throws FileFormatException if it is not a checkpoint, is damaged, or its parts do not fit together or are of no training run
     * @throws IOException if it cannot be read
     */
    public static Checkpoint load(Path file) throws IOException {
        Stored stored = HEADER.open(SafeTensors.read(file));
        try {
            return new CheckpointReader(stored).read();
        } catch (IllegalArgumentException e) {
            throw stored.bad(e);
        }
    }
}
