package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The offset of every value of a program in one array, known before anything runs. Values that are never alive together share
 * memory; inputs, constants and outputs have memory of their own.
 */
public final class BufferPlan {
    /** Offsets are multiples of this many floats: a cache line. */
    public static final int ALIGNMENT = 16;

    /** The first offset. The header of an array is 16 bytes, so this element starts a cache line if the array does. */
    public static final int START = 12;

    private static final long MEGABYTE = 1_000_000;

    /** The longest array; some virtual machines keep the last few elements for themselves. */
    private static final int MOST = Integer.MAX_VALUE - 64;

    private record Block(Value root, int first, int last, long size) {}

    private final Program program;
    private final Storage storage;
    private final Map<Value, Long> offsets = new HashMap<>();
    private final Map<String, Value> inPlace = new LinkedHashMap<>();
    private final long size;
    private final boolean shared;
    private final List<Fusion.Group> groups;
    private final long start;

    private BufferPlan(
            Program program,
            Storage storage,
            boolean shared,
            List<Fusion.Group> groups,
            long start,
            Map<String, Integer> given) {
        this.program = program;
        this.storage = storage;
        this.shared = shared;
        this.groups = groups;
        this.start = start;
        given.forEach(
                (name, offset) -> offsets.put(requireNonNull(program.inputs().get(name)), (long) offset));
        Map<Value, int[]> lives = lives();
        updatesInPlace(lives);
        this.size = place(lives);
    }

    /** The plan of a program with all passes. */
    public static BufferPlan of(Program program) {
        return of(program, true, true);
    }

    /**
     * The plan of a program.
     *
     * @param shared whether values that are never alive together share memory
     * @param fused whether operations on rows of large arrays run in groups, tile by tile, and mixtures read parts of rows
     */
    public static BufferPlan of(Program program, boolean shared, boolean fused) {
        return of(program, shared, fused, START, Map.of());
    }

    /**
     * The plan of a program that shares an array with other programs.
     *
     * @param shared whether values that are never alive together share memory
     * @param fused whether operations on rows of large arrays run in groups, tile by tile, and mixtures read parts of rows
     * @param start the first offset of this program: the end of another
     * @param given offsets of inputs that belong to another program
     */
    public static BufferPlan of(
            Program program, boolean shared, boolean fused, long start, Map<String, Integer> given) {
        Storage storage = new Storage(program, fused ? RowViews.of(program) : Set.of());
        List<Fusion.Group> groups = fused ? Fusion.of(program, storage) : List.of();
        return new BufferPlan(program, storage, shared, groups, start, given);
    }

    /** The plan of a program whose operations run in groups that an engine has found. */
    public static BufferPlan of(Program program, boolean shared, List<Fusion.Group> groups) {
        return new BufferPlan(program, new Storage(program, Set.of()), shared, groups, START, Map.of());
    }

    /** An upper bound of {@link #size} for any plan of a program: no values share memory. */
    public static long mostFloats(Program program) {
        long floats = START;
        for (Program.Instruction i : program.instructions()) {
            floats += roundUp(i.result().shape().size());
        }
        return floats;
    }

    /** The operations that run in groups. */
    public List<Fusion.Group> groups() {
        return groups;
    }

    private Map<Value, int[]> lives() {
        Map<Value, int[]> lives = new LinkedHashMap<>();
        int end = program.instructions().size();
        for (int t = 0; t < end; t++) {
            Program.Instruction i = program.instructions().get(t);
            boolean kept = i.op() instanceof Source;
            extend(lives, i.result(), kept ? -1 : t, kept ? end : t);
            for (Value v : i.op().operands()) {
                extend(lives, v, t, t);
            }
        }
        Map<Value, Integer> times = new HashMap<>();
        for (int t = 0; t < end; t++) {
            times.put(program.instructions().get(t).result(), t);
        }
        groups.forEach(g -> together(lives, g, times));
        program.outputs().values().forEach(v -> extend(lives, v, end, end));
        program.updates().values().forEach(v -> extend(lives, v, end, end));
        return lives;
    }

    /** Operands and results of a group are alive all through the group. Values that only the group uses are not in this plan. */
    private void together(Map<Value, int[]> lives, Fusion.Group group, Map<Value, Integer> times) {
        int first = requireNonNull(times.get(group.instructions().getFirst().result()));
        int last = requireNonNull(times.get(group.instructions().getLast().result()));
        for (Program.Instruction i : group.instructions()) {
            extend(lives, i.result(), first, last);
            i.op().operands().forEach(v -> extend(lives, v, first, last));
        }
        group.inner().forEach(lives::remove);
    }

    private void extend(Map<Value, int[]> lives, Value v, int from, int to) {
        int[] life = lives.computeIfAbsent(storage.root(v).whole(), _ -> new int[] {from, to});
        life[0] = Math.min(life[0], from);
        life[1] = Math.max(life[1], to);
    }

    /** An update is computed over its input if the kernel allows that and nothing reads the input later. */
    private void updatesInPlace(Map<Value, int[]> lives) {
        Map<String, Value> inputs = program.inputs();
        Map<Value, Integer> lastRead = new HashMap<>();
        Map<Value, Integer> made = new HashMap<>();
        for (int t = 0; t < program.instructions().size(); t++) {
            Program.Instruction i = program.instructions().get(t);
            made.put(i.result(), t);
            for (Value v : i.op().operands()) {
                // a view reads nothing by itself; its readers are found through its root
                if (!storage.isView(i.op(), i.result())) {
                    lastRead.put(storage.root(v).whole(), t);
                }
            }
        }
        List<Value> kept = new ArrayList<>(program.outputs().values());
        kept.addAll(program.updates().values());
        program.updates().forEach((name, v) -> {
            Value input = requireNonNull(inputs.get(name));
            int t = requireNonNull(made.get(v));
            var op = program.instructions().get(t).op();
            boolean elementwise = op instanceof Binary || op instanceof Select;
            boolean alone =
                    whole(v).equals(v) && program.outputs().values().stream().noneMatch(o -> whole(o).equals(v));
            // nothing else reads the old value: not later, not as a part of itself, not as an output or an update
            boolean last = lastRead.getOrDefault(input, -1) <= t
                    && op.operands().stream().noneMatch(o -> whole(o).equals(input) && !o.equals(input))
                    && kept.stream().noneMatch(o -> whole(o).equals(input))
                    && groups.stream().allMatch(g -> keepsStep(g, v, input));
            if (elementwise && alone && last && !inPlace.containsValue(v)) {
                inPlace.put(name, v);
                lives.remove(v);
            }
        });
    }

    /** Whether each tile of a group that computes an update reads only those elements of its input that the tile replaces. */
    private boolean keepsStep(Fusion.Group group, Value update, Value input) {
        return group.instructions().stream().noneMatch(i -> i.result().equals(update))
                || group.instructions().stream()
                        .flatMap(i -> Stream.concat(Stream.of(i.result()), i.op().operands().stream()))
                        .filter(v -> v.shape().size() != update.shape().size())
                        .noneMatch(v -> whole(v).equals(input)
                                || v.shape().size() > update.shape().size());
    }

    /** The value whose memory contains this value. */
    Value whole(Value v) {
        return storage.root(v).whole();
    }

    private long place(Map<Value, int[]> lives) {
        List<Block> blocks = new ArrayList<>();
        int end = program.instructions().size();
        lives.keySet().removeAll(offsets.keySet());
        lives.forEach((v, life) -> blocks.add(new Block(
                v,
                shared ? life[0] : -1,
                shared ? life[1] : end,
                roundUp(v.shape().size()))));
        blocks.sort(Comparator.comparingLong(Block::size).reversed());
        FirstFit gaps = new FirstFit(blocks.size());
        long top = start;
        for (Block b : blocks) {
            long at = gaps.place(b.first(), b.last(), b.size(), start);
            offsets.put(b.root(), at);
            top = Math.max(top, at + b.size());
        }
        inPlace.forEach((name, v) ->
                offsets.put(v, place(requireNonNull(program.inputs().get(name)))));
        return top;
    }

    private static long roundUp(long n) {
        return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private long place(Value whole) {
        return requireNonNull(offsets.get(whole));
    }

    /**
     * The offset of a value.
     *
     * @throws IllegalArgumentException if the program does not fit into one array
     */
    public int offset(Value v) {
        Storage.Part root = storage.root(v);
        return (int) (place(root.whole()) + root.offset());
    }

    /** The distance between rows along the last axis of a value. It is larger than a row if the value lies in rows of another. */
    public int row(Value v) {
        return storage.row(v);
    }

    /** The number of floats up to the end of this program; it may be more than an array can have. */
    public long size() {
        return size;
    }

    /**
     * Checks the length of an array.
     *
     * @throws IllegalArgumentException if no array is so long, or if it would take more memory than this JVM has
     */
    public static int length(long floats) {
        if (floats > MOST) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "The program needs %,d numbers in one array, which has room for %,d; take a smaller batch or keep less for"
                            + " the gradient (Memory.CHECKPOINTED)",
                    floats,
                    MOST));
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (Float.BYTES * floats > memory) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "The program needs %,d MB in one array but this JVM has at most %,d MB; take a smaller batch or keep less for"
                            + " the gradient (Memory.CHECKPOINTED), or give the JVM more memory (-Xmx)",
                    Math.ceilDiv(Float.BYTES * floats, MEGABYTE),
                    memory / MEGABYTE));
        }
        return (int) floats;
    }

    /** Whether an instruction has nothing to do because its result is in the memory of its operand. */
    public boolean isView(Program.Instruction i) {
        return storage.isView(i.op(), i.result());
    }

    /** Whether a value is an input, or shares the memory of one. */
    public boolean liesInInput(Value v) {
        return program.inputs().containsValue(whole(v));
    }

    /** Whether an update is computed over its input. */
    public boolean isInPlace(String input) {
        return inPlace.containsKey(input);
    }

    /** A summary in a few lines. */
    @Override
    public String toString() {
        long kept = 0;
        long unshared = 0;
        for (Program.Instruction i : program.instructions()) {
            long n = roundUp(i.result().shape().size());
            unshared += n;
            kept += i.op() instanceof Source ? n : 0;
        }
        return String.format(
                java.util.Locale.ROOT,
                "%d instructions; one array of %,d bytes: %,d for inputs and constants, %,d for the rest"
                        + " (%,d without sharing); %d of %d updates in place",
                program.instructions().size(),
                4L * size,
                4 * kept,
                4 * (size - kept),
                4 * (unshared - kept),
                inPlace.size(),
                program.updates().size());
    }
}
