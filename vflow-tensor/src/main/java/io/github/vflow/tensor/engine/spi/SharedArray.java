package io.github.vflow.tensor.engine.spi;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.util.List;
import java.util.Map;

/**
 * An array that the program of a shard shares with the program for all shards; see {@link Engine.Sharded}.
 *
 * @param name in the program of a shard
 * @param size elements
 */
public record SharedArray(String name, int size) {
    /** The inputs that both programs have. */
    public static List<SharedArray> inputs(Program shard, Program together) {
        return of(shard.inputs(), "", together);
    }

    /** The outputs of a shard for which the program for all has an input, named with the number of the shard behind. */
    public static List<SharedArray> outputs(Program shard, Program together) {
        return of(shard.outputs(), "0", together);
    }

    private static List<SharedArray> of(Map<String, Value> values, String suffix, Program together) {
        return values.entrySet().stream()
                .filter(e -> together.inputs().containsKey(e.getKey() + suffix))
                .map(e -> new SharedArray(e.getKey(), e.getValue().shape().size()))
                .toList();
    }
}
