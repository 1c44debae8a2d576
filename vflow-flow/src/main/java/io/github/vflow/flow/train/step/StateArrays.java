package io.github.vflow.flow.train.step;

import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.engine.Executable;
import java.util.HashMap;
import java.util.Map;

/** The arrays of a training's state; a program holds the parts that move. Mutable, not thread-safe. */
@SuppressWarnings("exports") // for our own modules
public final class StateArrays {
    private final MovedParameters moved;
    private final Executable program;
    /** The arrays as they were set, for the numbers that do not move. */
    private final Map<String, float[]> still = new HashMap<>();

    private final float[] part;

    /** The arrays of a program that moves some parameters. */
    public StateArrays(MovedParameters moved, Executable program) {
        this.moved = moved;
        this.program = program;
        this.part = new float[moved.areAll() ? 0 : moved.size()];
    }

    /** Sets an array with a number for each scalar of all parameters. */
    public void set(String name, float[] values) {
        if (moved.areAll()) {
            program.set(name, values);
            return;
        }
        still.put(name, values.clone());
        moved.read(values, part);
        program.set(name, part);
        if (name.equals(Parameters.INPUT)) {
            program.set(Parameters.STILL, values);
        }
    }

    /** Copies such an array; zeros for numbers that do not move and were not set. */
    public void get(String name, float[] into) {
        if (moved.areAll()) {
            program.get(name, into);
            return;
        }
        float[] whole = still.computeIfAbsent(name, _ -> new float[into.length]);
        System.arraycopy(whole, 0, into, 0, whole.length);
        program.get(name, part);
        moved.write(part, into);
    }
}
