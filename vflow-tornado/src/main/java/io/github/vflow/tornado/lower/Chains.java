package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds runs of elementwise operations and moves over one index space. Each run is one launch, and results that only the run reads
 * stay in registers. An operation joins the run of its index space unless it needs results of other work items of the run. A run is
 * launched at the place of its last operation: nothing reads its results before, and its operands are kept until then.
 */
final class Chains {
    /** The most results in registers at one time; the other registers are for operands. */
    static final int LIVE = 12;

    private final Aliases aliases;
    private final Map<Value, Integer> reads = new HashMap<>();
    private final Map<Value, Value> updates = new HashMap<>();
    private final Set<Value> moving = new HashSet<>();
    private final List<Fusion.Group> groups = new ArrayList<>();
    private final Map<Shape, Run> open = new LinkedHashMap<>();

    private Chains(Program program) {
        this.aliases = new Aliases(program);
        program.instructions().forEach(i -> i.op().operands().forEach(this::count));
        program.outputs().values().forEach(this::count);
        Map<String, Value> inputs = program.inputs();
        program.updates().forEach((name, v) -> {
            count(v);
            updates.put(v, inputs.get(name));
            moving.add(inputs.get(name));
        });
    }

    private void count(Value v) {
        reads.merge(v, 1, Integer::sum);
    }

    /** The runs of a program; every operation that a chain can compute is in a run. */
    static List<Fusion.Group> of(Program program) {
        Chains c = new Chains(program);
        List<Program.Instruction> all = program.instructions();
        for (int now = 0; now < all.size(); now++) {
            c.visit(all.get(now), now);
        }
        c.close(_ -> true);
        return c.groups;
    }

    /** Whether a chain can compute an operation, one result for each work item. */
    static boolean isElementwise(Op op) {
        return switch (op) {
            case Unary _, Binary _, Select _, Attention.Recalled _ -> true;
            case Movement.Concat _ -> false;
            case Movement m -> !Aliases.isView(m);
            default -> false;
        };
    }

    /** Whether work item i reads element i of an operand. */
    static boolean readsInPlace(Op op, Value v) {
        return switch (op) {
            case Movement.Copy _ -> true;
            case Movement _ -> false;
            case Attention.Recalled r -> v.equals(r.known());
            default -> v.shape().equals(op.shape());
        };
    }

    private void visit(Program.Instruction i, int now) {
        if (i.op() instanceof Source || (i.op() instanceof Movement m && Aliases.isView(m))) {
            return;
        }
        close(r -> r.isOver(now));
        if (!isElementwise(i.op())) {
            close(r -> r.makesFor(i.op()));
            return;
        }
        Value input = updates.get(i.result());
        Run run = open.get(i.result().shape());
        boolean joins = run != null && run.takes(i.op()) && (input == null || run.takesUpdateOf(input));
        close(r -> (r != run || !joins) && (r == run || r.makesFor(i.op()) || (input != null && r.reads(input))));
        Run joined = open.computeIfAbsent(i.result().shape(), _ -> new Run(aliases, moving, now));
        joined.add(i);
        if (input != null) {
            joined.overwrites(input);
        }
    }

    /** Ends runs. The order in which runs end does not matter: their launch follows from their last operations. */
    private void close(Predicate<Run> which) {
        open.values().removeIf(r -> {
            boolean ends = which.test(r);
            if (ends) {
                end(r.instructions());
            }
            return ends;
        });
    }

    private void end(List<Program.Instruction> run) {
        List<Program.Instruction> rest = run;
        while (!rest.isEmpty()) {
            int n = rest.size();
            while (mostLive(rest.subList(0, n)) > LIVE) {
                n--;
            }
            List<Program.Instruction> part = List.copyOf(rest.subList(0, n));
            groups.add(new Fusion.Group(part, inner(part)));
            rest = rest.subList(n, rest.size());
        }
    }

    /** The results that only the run reads. */
    private Set<Value> inner(List<Program.Instruction> run) {
        Map<Value, Integer> inside = new HashMap<>();
        run.forEach(i -> i.op().operands().forEach(v -> inside.merge(v, 1, Integer::sum)));
        Set<Value> inner = new HashSet<>();
        for (Program.Instruction i : run) {
            Value v = i.result();
            if (reads.getOrDefault(v, 0).equals(inside.getOrDefault(v, 0))) {
                inner.add(v);
            }
        }
        return inner;
    }

    private int mostLive(List<Program.Instruction> run) {
        Set<Value> inner = inner(run);
        Set<Value> live = new HashSet<>();
        int most = 0;
        for (Program.Instruction i : run.reversed()) {
            live.remove(i.result());
            i.op().operands().stream().filter(inner::contains).forEach(live::add);
            most = Math.max(most, live.size());
        }
        return most;
    }
}
