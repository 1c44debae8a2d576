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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds runs of elementwise operations and moves over one index space: each run is one launch, and results that only the run
 * reads stay in registers. An operation joins the run before it unless it needs what other work items of the run make.
 */
final class Chains {
    /** Results that must be in registers at one time; the rest are for operands. */
    static final int LIVE = 12;

    private static final int LONGEST = 64;

    private final Aliases aliases;
    private final Map<Value, Integer> reads = new HashMap<>();
    private final Map<Value, Value> updates = new HashMap<>();
    private final Set<Value> moving = new HashSet<>();
    private final List<Fusion.Group> groups = new ArrayList<>();

    private List<Program.Instruction> run = new ArrayList<>();
    private Set<Value> made = new HashSet<>();
    private Set<Value> written = new HashSet<>();
    private Set<Value> readElsewhere = new HashSet<>();
    private Set<Value> overwritten = new HashSet<>();

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

    /** The runs of a program, in order; every operation that a chain can compute is in one. */
    static List<Fusion.Group> of(Program program) {
        Chains c = new Chains(program);
        program.instructions().forEach(c::visit);
        c.close();
        return c.groups;
    }

    /** Whether a chain can compute an operation with one result for each of its elements. */
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

    private void visit(Program.Instruction i) {
        if (i.op() instanceof Source || (i.op() instanceof Movement m && Aliases.isView(m))) {
            return;
        }
        boolean elementwise = isElementwise(i.op());
        if (!elementwise || !joins(i)) {
            close();
        }
        if (elementwise) {
            add(i);
        }
    }

    private boolean joins(Program.Instruction i) {
        if (run.isEmpty()) {
            return true;
        }
        Value input = updates.get(i.result());
        return run.getFirst().result().shape().equals(i.result().shape())
                && run.size() < LONGEST
                && i.op().operands().stream().noneMatch(v -> isMadeByOthers(i.op(), v) || isOverwritten(i.op(), v))
                && (input == null || !readElsewhere.contains(aliases.root(input)));
    }

    private boolean isMadeByOthers(Op op, Value v) {
        boolean own = made.contains(v) && readsInPlace(op, v);
        return !own && written.contains(aliases.root(v));
    }

    /** An update may be computed over its input, so the run that does must read that input in place only. */
    private boolean isOverwritten(Op op, Value v) {
        return overwritten.contains(aliases.root(v)) && !(moving.contains(v) && readsInPlace(op, v));
    }

    private void add(Program.Instruction i) {
        run.add(i);
        for (Value v : i.op().operands()) {
            if (!(moving.contains(v) && readsInPlace(i.op(), v))) {
                readElsewhere.add(aliases.root(v));
            }
        }
        made.add(i.result());
        written.add(aliases.root(i.result()));
        Value input = updates.get(i.result());
        if (input != null) {
            overwritten.add(aliases.root(input));
        }
    }

    private void close() {
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
        run = new ArrayList<>();
        made = new HashSet<>();
        written = new HashSet<>();
        readElsewhere = new HashSet<>();
        overwritten = new HashSet<>();
    }

    /** Results that nothing outside the run reads. */
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
