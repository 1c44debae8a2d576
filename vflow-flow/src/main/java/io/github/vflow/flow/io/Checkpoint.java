package io.github.vflow.flow.io;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Spec;
import io.github.vflow.flow.train.PlanSpec;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.io.SafeTensors;
import io.github.vflow.tensor.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training run at rest: with the same data it goes on bit by bit as if it had not stopped.
 *
 * @param spec the architecture
 * @param plan how it is trained
 * @param state how far it is
 * @param columns the names of the data's columns; empty if they have none
 * @param notes which data, for people and for programs that resume
 */
public record Checkpoint(
        Spec spec, PlanSpec plan, TrainingState state, List<String> columns, Map<String, String> notes) {
    private static final Header HEADER = new Header("vflow-checkpoint", "1");
    private static final String PLAN = "plan";
    private static final String PARAMETERS = "parameters";
    private static final String M = "adam.m";
    private static final String V = "adam.v";
    private static final String EMA = "ema";
    private static final String BEST = "best";
    private static final String COUNTS = "step, stale";
    private static final String BEST_BOUND = "best bound";
    private static final String KEPT = "kept";

    /** With copies of the collections. */
    public Checkpoint {
        columns = List.copyOf(columns);
        notes = Map.copyOf(notes);
    }

    /**
     * The model that training would write if it ended here: with the parameters that validated best, else the moving average, else
     * the last.
     */
    public ModelFile toModel() {
        Model model = Model.of(spec, plan.seed());
        float[] best = state.best();
        model.parameters().set(best != null ? best : state.current());
        return new ModelFile(model, columns, notes);
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        SafeTensors.Builder b = HEADER.begin(spec, columns, notes)
                .metadata(PLAN, Json.write(plan))
                .metadata(KEPT, Json.write(state.kept().stream().sorted().toList()));
        Shape flat = Shape.of(state.parameters().length);
        b.f32(PARAMETERS, flat, state.parameters());
        b.f32(M, flat, state.m());
        b.f32(V, flat, state.v());
        optional(b, EMA, flat, state.ema());
        optional(b, BEST, flat, state.best());
        b.i64(COUNTS, Shape.of(2), new long[] {state.step(), state.stale()});
        b.f64(BEST_BOUND, Shape.of(), new double[] {state.bestBound()});
        b.build().write(file);
    }

    private static void optional(SafeTensors.Builder b, String name, Shape shape, float @Nullable [] values) {
        if (values != null) {
            b.f32(name, shape, values);
        }
    }

    /**
     * Reads a file.
     *
     * @throws FileFormatException if it is not a checkpoint, or its parts do not fit together
     * @throws IOException if it cannot be read
     */
    public static Checkpoint load(Path file) throws IOException {
        SafeTensors stored = SafeTensors.read(file);
        HEADER.check(file, stored, "vflow train --checkpoint");
        Spec spec = Header.spec(file, stored);
        PlanSpec plan = Header.read(file, stored, PLAN, PlanSpec.class);
        try {
            int size = Model.of(spec, 0).parameters().size();
            return new Checkpoint(
                    spec,
                    plan,
                    state(stored, Shape.of(size), Set.of(Header.read(file, stored, KEPT, String[].class))),
                    Header.columns(file, stored),
                    Header.notes(file, stored));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static TrainingState state(SafeTensors stored, Shape flat, Set<String> kept) {
        long[] counts = stored.tensor(COUNTS, Shape.of(2)).longs();
        return new TrainingState(
                counts[0],
                stored.tensor(PARAMETERS, flat).floats(),
                stored.tensor(M, flat).floats(),
                stored.tensor(V, flat).floats(),
                optional(stored, EMA, flat),
                optional(stored, BEST, flat),
                stored.tensor(BEST_BOUND, Shape.of()).doubles()[0],
                Math.toIntExact(counts[1]),
                kept);
    }

    private static float @Nullable [] optional(SafeTensors stored, String name, Shape shape) {
        return stored.tensors().containsKey(name) ? stored.tensor(name, shape).floats() : null;
    }
}
