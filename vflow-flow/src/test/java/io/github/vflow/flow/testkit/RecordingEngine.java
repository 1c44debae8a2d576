package io.github.vflow.flow.testkit;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The reference engine, which records the values of each input. */
public final class RecordingEngine implements Engine {
    private final Map<String, List<float[]>> arrays = new TreeMap<>();

    /** The arrays that an input was set to, in order. */
    public List<float[]> arrays(String input) {
        return arrays.getOrDefault(input, List.of());
    }

    /** The arrays of all inputs whose name begins with a word, in order of their names. */
    public List<float[]> arraysOf(String prefix) {
        return arrays.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .flatMap(e -> e.getValue().stream())
                .toList();
    }

    /** The different numbers of some arrays. */
    public static Set<Float> numbers(List<float[]> arrays) {
        Set<Float> all = new HashSet<>();
        arrays.forEach(array -> {
            for (float v : array) {
                all.add(v);
            }
        });
        return all;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public String description() {
        return "reference, with a memory";
    }

    @Override
    public Executable compile(Program program) {
        return new WrappedExecutable(Eval.REFERENCE.compile(program)) {
            @Override
            public void set(String input, float[] values) {
                arrays.computeIfAbsent(input, _ -> new ArrayList<>()).add(values.clone());
                super.set(input, values);
            }
        };
    }
}
