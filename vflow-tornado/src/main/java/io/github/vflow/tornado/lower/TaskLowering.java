package io.github.vflow.tornado.lower;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tornado.kernel.AttentionForwardTiles;
import io.github.vflow.tornado.kernel.Code;
import io.github.vflow.tornado.kernel.Reduce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a program into kernels on one planned array. */
public final class TaskLowering {
    private static final int MANY = 128;

    private final Program program;
    private final Abilities abilities;
    private final BufferPlan plan;
    private final List<Fusion.Group> runs;
    private final WordList words = new WordList();
    private final Offsets places;
    private final ChainWriter chains;
    private final Products products;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Lowered.Fixed> fixed = new ArrayList<>();
    private final List<Lowered.Determinant> determinants = new ArrayList<>();

    /** The offset of the logarithms of determinants, which follow one another. */
    private final int logs;

    private TaskLowering(Program program, Abilities abilities) {
        this.program = program;
        this.abilities = abilities;
        program.instructions().forEach(this::require);
        this.runs = Chains.of(program);
        this.plan = BufferPlan.of(program, true, runs);
        this.places = new Offsets(plan);
        this.chains = new ChainWriter(words, places);
        this.products = new Products(words, places, abilities.groups());
        this.logs = places.take((int) program.instructions().stream()
                .map(Program.Instruction::op)
                .filter(op -> op instanceof LinearAlgebra.LogAbsDet || op instanceof LinearAlgebra.Inverse)
                .count());
    }

    /**
     * Lowers a program to tasks.
     *
     * @throws UnsupportedOperationException if the device cannot compute an operation; the message names it
     */
    public static Lowered of(Program program, Abilities abilities) {
        return new TaskLowering(Floors.apart(program), abilities).lower();
    }

    private void require(Program.Instruction i) {
        boolean wide = i.op() instanceof Mixture.Inverse
                || i.op() instanceof LinearAlgebra.LogAbsDet
                || i.op() instanceof LinearAlgebra.Inverse;
        if (wide && !abilities.doubles()) {
            throw new UnsupportedOperationException("tornado: \"" + i
                    + "\" is computed in double precision, which the device does not have; use the vector engine");
        }
        if (i.result().shape().rank() > Code.AXES) {
            throw new UnsupportedOperationException("tornado: \"" + i + "\" has "
                    + i.result().shape().rank() + " axes; kernels take at most " + Code.AXES);
        }
    }

    private Lowered lower() {
        Map<Program.Instruction, Fusion.Group> lasts = new HashMap<>();
        Set<Program.Instruction> grouped = new HashSet<>();
        for (Fusion.Group g : runs) {
            lasts.put(g.instructions().getLast(), g);
            grouped.addAll(g.instructions());
        }
        for (Program.Instruction i : program.instructions()) {
            Fusion.Group run = lasts.get(i);
            if (run != null) {
                tasks.add(chains.chain(run));
            } else if (!grouped.contains(i) && !plan.isView(i)) {
                lower(i.op(), i.result());
            }
        }
        Map<String, Lowered.Place> outputs = updates();
        return new Lowered(
                List.copyOf(tasks),
                words.toArray(),
                places.size(),
                List.copyOf(fixed),
                places(program.inputs()),
                outputs,
                List.copyOf(determinants),
                plan + "; " + tasks.size() + (tasks.size() == 1 ? " launch of a kernel" : " launches of kernels"));
    }

    private Map<String, Lowered.Place> places(Map<String, Value> values) {
        Map<String, Lowered.Place> all = new LinkedHashMap<>();
        values.forEach((name, v) ->
                all.put(name, new Lowered.Place(places.of(v), v.shape().size())));
        return all;
    }

    private void lower(Op op, Value result) {
        int y = plan.offset(result);
        switch (op) {
            case Source.Input _ -> {}
            case Source.Scalar s -> fixed.add(new Lowered.Fixed(y, new double[] {s.value()}));
            case Source.Constant c -> fixed.add(new Lowered.Fixed(y, c.data()));
            case Unary _, Binary _, Select _ -> throw new IllegalStateException("in no run: " + op);
            case Reduction r -> tasks.add(reduction(r, y));
            case Movement m -> move(m, y);
            case LinearAlgebra.MatMul m -> products.of(m, y, tasks);
            case LinearAlgebra.LogAbsDet d -> eliminate(d.w(), y, false);
            case LinearAlgebra.Inverse i -> eliminate(i.w(), y, true);
            case Convolution.Conv2d c -> products.of(c, y, tasks);
            case Convolution.KernelGradient g -> products.of(g, y, tasks);
            case Attention a -> attention(a, y);
            case Mixture m -> tasks.add(mixture(m, y));
        }
    }

    private Task reduction(Reduction r, int y) {
        Shape s = r.x().shape();
        int kind = switch (r) {
            case Reduction.Sum _ -> Reduce.SUM;
            case Reduction.MaxOver _ -> Reduce.MAX;
            case Reduction.LogSumExp _ -> Reduce.LOG_SUM_EXP;
            case Reduction.Softmax _ -> Reduce.SOFTMAX;
        };
        return reduction(
                kind,
                s.product(0, r.axis()),
                s.dim(r.axis()),
                s.product(r.axis() + 1, s.rank()),
                plan.offset(r.x()),
                y);
    }

    private Task reduction(int kind, int outer, int length, int inner, int x, int y) {
        int results = outer * inner;
        int at = words.add(results, kind, length, inner, x, y);
        return abilities.groups() && length >= MANY
                ? Task.of(Kernel.TREE, at, Math.multiplyExact(results, Kernel.TREE.group()))
                : Task.of(Kernel.REDUCE, at, results);
    }

    private void move(Movement m, int y) {
        switch (m) {
            case Movement.Concat c -> {
                int[] strides = Strides.contiguous(c.shape());
                int to = y;
                for (Value part : c.operands()) {
                    // some operands were computed in place
                    if (plan.offset(part) != to) {
                        tasks.add(chains.scatter(part.shape(), plan.offset(part), to, strides));
                    }
                    to += part.shape().dim(c.axis()) * strides[c.axis()];
                }
            }
            default -> throw new IllegalStateException("in no run: " + m);
        }
    }

    private void eliminate(Value w, int y, boolean inverse) {
        int n = w.shape().dim(0);
        int log = logs + determinants.size();
        int at = words.add(1, n, plan.offset(w), y, inverse ? 1 : 0, log);
        tasks.add(Task.of(Kernel.ELIMINATION, at, 1));
        determinants.add(new Lowered.Determinant(log, n, tasks.size()));
    }

    private void attention(Attention a, int y) {
        Shape s = a.qkv().shape();
        int queries = s.dim(0) * s.dim(1) * a.heads();
        boolean tiles = abilities.groups() && a.width() <= AttentionForwardTiles.WIDEST;
        int items = tiles
                ? Math.multiplyExact(
                        s.dim(0) * a.heads(),
                        (s.dim(1) + AttentionForwardTiles.GROUP - 1)
                                / AttentionForwardTiles.GROUP
                                * AttentionForwardTiles.GROUP)
                : queries;
        switch (a) {
            case Attention.Attend _ ->
                tasks.add(Task.of(tiles ? Kernel.ATTEND_TILES : Kernel.ATTEND, words(a, queries, 0, y, 0), items));
            case Attention.AttendGradient g -> {
                int at = words(a, queries, plan.offset(g.g()), y, places.take(2 * queries));
                tasks.add(Task.of(tiles ? Kernel.QUERIES_TILES : Kernel.QUERIES, at, items));
                tasks.add(Task.of(tiles ? Kernel.KEYS_TILES : Kernel.KEYS, at, items));
            }
            case Attention.Recalled _ -> throw new IllegalStateException("in no run: " + a);
        }
    }

    private int words(Attention a, int queries, int g, int y, int known) {
        return words.add(queries, a.qkv().shape().dim(1), a.heads(), a.width(), plan.offset(a.qkv()), g, y, known);
    }

    private Task mixture(Mixture m, int y) {
        Shape s = m.logits().shape();
        int mixtures = m.x().shape().size();
        int at = words.add(
                mixtures,
                m.components(),
                s.product(m.axis() + 1, s.rank()),
                plan.offset(m.x()),
                plan.offset(m.logits()),
                plan.offset(m.means()),
                plan.offset(m.logScales()),
                y,
                m instanceof Mixture.LogOddsGradient g ? plan.offset(g.g()) : 0);
        Kernel kernel = switch (m) {
            case Mixture.LogOdds _ -> Kernel.LOG_ODDS;
            case Mixture.LogOddsGradient _ -> Kernel.LOG_ODDS_GRADIENT;
            case Mixture.Inverse _ -> Kernel.MIXTURE_ROOT;
        };
        return Task.of(kernel, at, mixtures);
    }

    /**
     * Adds the tasks that write updates to their inputs, and answers the places of outputs. Updates and outputs are functions of
     * the inputs before the run. So values that lie in the memory of an input are copied elsewhere before the first input is
     * written.
     */
    private Map<String, Lowered.Place> updates() {
        Map<String, Lowered.Place> outputs = new LinkedHashMap<>();
        program.outputs()
                .forEach((name, v) ->
                        outputs.put(name, new Lowered.Place(aside(v), v.shape().size())));
        List<Runnable> writes = new ArrayList<>();
        program.updates().forEach((name, v) -> {
            if (!plan.isInPlace(name)) {
                int from = aside(v);
                int to = plan.offset(requireNonNull(program.inputs().get(name)));
                writes.add(() -> tasks.add(chains.copy(from, to, v.shape().size())));
            }
        });
        writes.forEach(Runnable::run);
        return outputs;
    }

    private int aside(Value v) {
        int at = plan.offset(v);
        if (!plan.liesInInput(v)) {
            return at;
        }
        int copy = places.take(v.shape().size());
        tasks.add(chains.copy(at, copy, v.shape().size()));
        return copy;
    }
}
