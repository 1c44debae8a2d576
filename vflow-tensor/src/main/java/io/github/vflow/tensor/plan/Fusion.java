package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds runs of operations that can be computed tile by tile, a tile being some rows. The intermediate results of a tile stay in a
 * near cache, and need no memory outside the group. Operations may have different numbers of rows: if one has 64 rows and another
 * 2,048, a tile is a multiple of one row of the first and of 32 rows of the second.
 */
public final class Fusion {
    /** Smaller arrays fit the cache anyway. */
    private static final int LARGE = 4096;

    /** Longer rows do not stay in the first-level cache. */
    private static final int LONGEST = 2048;

    /**
     * A run of operations.
     *
     * @param instructions in order
     * @param inner results that only the group reads
     */
    public record Group(List<Program.Instruction> instructions, Set<Value> inner) {}

    private final Storage storage;
    private final List<Run> runs = new ArrayList<>();
    private Run run = new Run();

    private Fusion(Storage storage) {
        this.storage = storage;
    }

    /** The groups of a program. Each has at least two instructions; only views may come between them. */
    static List<Group> of(Program program, Storage storage) {
        Fusion f = new Fusion(storage);
        program.instructions().forEach(f::visit);
        f.close();
        Map<Value, List<Value>> readers = f.readers(program);
        Set<Value> kept = new HashSet<>();
        program.outputs().values().forEach(v -> kept.add(storage.root(v).whole()));
        program.updates().values().forEach(v -> kept.add(storage.root(v).whole()));
        return f.runs.stream()
                .filter(r -> r.instructions.size() > 1)
                .map(r -> new Group(List.copyOf(r.instructions), r.inner(readers, kept)))
                .toList();
    }

    private void visit(Program.Instruction i) {
        if (i.op() instanceof Source || storage.isView(i.op(), i.result())) {
            return;
        }
        Optional<Rowwise> rowwise = Rowwise.of(i.op());
        if (rowwise.isPresent() && run.takes(i, rowwise.get())) {
            run.add(i, rowwise.get());
            return;
        }
        close();
        if (rowwise.isPresent() && run.takes(i, rowwise.get())) {
            run.add(i, rowwise.get());
        }
    }

    private void close() {
        runs.add(run);
        run = new Run();
    }

    /** The results that read each value, directly or through a view of it. */
    private Map<Value, List<Value>> readers(Program program) {
        Map<Value, List<Value>> readers = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            if (!storage.isView(i.op(), i.result())) {
                i.op().operands()
                        .forEach(v -> readers.computeIfAbsent(storage.root(v).whole(), _ -> new ArrayList<>())
                                .add(i.result()));
            }
        }
        return readers;
    }

    private final class Run {
        private final List<Program.Instruction> instructions = new ArrayList<>();
        private final Map<Storage.Part, Value> made = new HashMap<>();
        private final Set<Value> wholes = new HashSet<>();
        private Tiling tiling = Tiling.NONE;

        boolean takes(Program.Instruction i, Rowwise r) {
            boolean related = r.size() >= LARGE || i.op().operands().stream().anyMatch(this::makes);
            return related && tiling.and(r).piece() <= LONGEST && readsInStep(i, r);
        }

        /** Whether each tile reads only those results of the run that are computed in the same tile. */
        private boolean readsInStep(Program.Instruction i, Rowwise r) {
            for (int o = 0; o < r.operands().size(); o++) {
                Value v = i.op().operands().get(o);
                boolean inStep = makes(v)
                        && r.rows() * r.operands().get(o).row() == v.shape().size();
                if (wholes.contains(storage.root(v).whole()) && !inStep) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a value is a result of the run, or a reshaped one. */
        private boolean makes(Value v) {
            Value result = made.get(storage.root(v));
            return result != null && result.shape().size() == v.shape().size();
        }

        void add(Program.Instruction i, Rowwise r) {
            instructions.add(i);
            made.put(storage.root(i.result()), i.result());
            wholes.add(storage.root(i.result()).whole());
            tiling = tiling.and(r);
        }

        Set<Value> inner(Map<Value, List<Value>> readers, Set<Value> kept) {
            Set<Value> results = new HashSet<>();
            instructions.forEach(i -> results.add(i.result()));
            Set<Value> inner = new LinkedHashSet<>();
            for (Program.Instruction i : instructions) {
                Value v = i.result();
                if (storage.root(v).whole().equals(v)
                        && !kept.contains(v)
                        && results.containsAll(readers.getOrDefault(v, List.of()))) {
                    inner.add(v);
                }
            }
            return inner;
        }
    }
}
