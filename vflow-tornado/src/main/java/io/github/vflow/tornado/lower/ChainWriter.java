package io.github.vflow.tornado.lower;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tornado.kernel.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes runs of elementwise operations as words for {@link io.github.vflow.tornado.kernel.ChainElements}. */
final class ChainWriter {
    private final WordList words;
    private final Offsets places;

    ChainWriter(WordList words, Offsets places) {
        this.words = words;
        this.places = places;
    }

    /** Writes a run as one task. */
    Task chain(Fusion.Group group) {
        return new Writing(group.instructions().getFirst().result().shape(), group).write();
    }

    /** Copies row-major numbers. */
    Task copy(int from, int to, int n) {
        int at = words.add(n, 0, 2);
        words.add(Code.LOAD, 0, from, 1, 0, 0, 0);
        words.add(Code.STORE, 0, to, 1, 0, 0, 0);
        return Task.of(Kernel.CHAIN, at, n);
    }

    /** Copies row-major numbers of a shape to a place with strides, outermost first. */
    Task scatter(Shape shape, int from, int to, int[] strides) {
        if (Arrays.equals(strides, Strides.contiguous(shape))) {
            return copy(from, to, shape.size());
        }
        int table = words.add(Strides.innermostFirst(strides));
        int at = header(shape, 2);
        words.add(Code.LOAD, 0, from, 1, 0, 0, 0);
        words.add(Code.STORE, 0, to, 0, table, shape.rank(), 0);
        return Task.of(Kernel.CHAIN, at, shape.size());
    }

    private int header(Shape space, int instructions) {
        int at = words.add(space.size(), space.rank(), instructions);
        words.add(Strides.innermostFirst(space.dims()));
        return at;
    }

    /** The state of writing one run. Its tables go before it, so instructions are collected first. */
    private final class Writing {
        private final Shape space;
        private final Fusion.Group group;
        private final List<int[]> code = new ArrayList<>();
        private final Map<Value, Integer> registers = new HashMap<>();
        private final Map<Value, Integer> lastRead = new HashMap<>();
        private final Set<Integer> busy = new HashSet<>();
        private final Set<Integer> operands = new HashSet<>();

        Writing(Shape space, Fusion.Group group) {
            this.space = space;
            this.group = group;
            for (int t = 0; t < group.instructions().size(); t++) {
                for (Value v : group.instructions().get(t).op().operands()) {
                    lastRead.put(v, t);
                }
            }
        }

        Task write() {
            for (int t = 0; t < group.instructions().size(); t++) {
                Program.Instruction i = group.instructions().get(t);
                int result = compute(i.op());
                operands.clear();
                if (!group.inner().contains(i.result())) {
                    code.add(new int[] {Code.STORE, result, places.of(i.result()), 1, 0, 0, 0});
                }
                if (lastRead.containsKey(i.result())) {
                    registers.put(i.result(), result);
                } else {
                    busy.remove(result);
                }
                int now = t;
                registers
                        .entrySet()
                        .removeIf(e -> requireNonNull(lastRead.get(e.getKey())) <= now && busy.remove(e.getValue()));
            }
            int at = header(space, code.size());
            code.forEach(words::add);
            return Task.of(Kernel.CHAIN, at, space.size());
        }

        /** Writes an operation, and answers the register of its result. */
        private int compute(Op op) {
            return switch (op) {
                case Unary u -> {
                    int x = read(op, u.x());
                    yield result(x, FunctionCodes.code(u), x, 0, 0);
                }
                case Binary b -> {
                    int x = read(op, b.a());
                    int y = read(op, b.b());
                    release(y);
                    yield result(x, FunctionCodes.code(b), x, y, 0);
                }
                case Select s -> {
                    int mask = read(op, s.mask());
                    int x = read(op, s.a());
                    int y = read(op, s.b());
                    release(x);
                    release(y);
                    yield result(mask, Code.SELECT, mask, x, y);
                }
                case Attention.Recalled r -> own(read(op, r.known()));
                case Movement m -> move(m);
                default -> throw new IllegalStateException("not elementwise: " + op);
            };
        }

        /** A register for a result: the register of an operand, unless the operand is read again. */
        private int result(int operand, int what, int a, int b, int c) {
            release(operand);
            operands.clear();
            int to = take();
            code.add(new int[] {what, to, a, b, c, 0, 0});
            return to;
        }

        /** The register, or a copy of it if it belongs to another value. */
        private int own(int register) {
            return registers.containsValue(register)
                    ? result(register, Code.UNARY + FunctionCodes.NOTHING, register, 0, 0)
                    : register;
        }

        private void release(int register) {
            if (!registers.containsValue(register)) {
                busy.remove(register);
            }
        }

        private int take() {
            for (int r = 0; r < Code.REGISTERS; r++) {
                if (busy.add(r)) {
                    return r;
                }
            }
            // a value that is also in memory can be loaded again
            Value stored = registers.keySet().stream()
                    .filter(v -> !group.inner().contains(v) && !operands.contains(registers.get(v)))
                    .findFirst()
                    .orElseThrow();
            return requireNonNull(registers.remove(stored));
        }

        private int read(Op op, Value v) {
            Integer known = registers.get(v);
            int register = known != null && Chains.readsInPlace(op, v) ? known : loaded(op, v);
            operands.add(register);
            return register;
        }

        private int loaded(Op op, Value v) {
            if (v.shape().size() == 1) {
                return load(places.of(v), 0, 0, 0, 0);
            }
            return Chains.readsInPlace(op, v)
                    ? load(places.of(v), 1, 0, 0, 0)
                    : strided(places.of(v), Strides.broadcast(v.shape(), space));
        }

        private int load(int from, int each, int strides, int axes, int map) {
            int to = take();
            code.add(new int[] {Code.LOAD, to, from, each, strides, axes, map});
            return to;
        }

        private int strided(int from, int[] strides) {
            return load(from, 0, words.add(Strides.innermostFirst(strides)), space.rank(), 0);
        }

        private int move(Movement m) {
            return switch (m) {
                case Movement.Copy c -> own(read(m, c.x()));
                case Movement.Broadcast b -> strided(places.of(b.x()), Strides.broadcast(b.x().shape(), space));
                case Movement.Transpose t -> {
                    int[] in = Strides.contiguous(t.x().shape());
                    yield strided(
                            places.of(t.x()),
                            t.order().stream().mapToInt(i -> in[i]).toArray());
                }
                case Movement.Slice s -> {
                    int[] in = Strides.contiguous(s.x().shape());
                    yield strided(places.of(s.x()) + s.from() * in[s.axis()], in);
                }
                case Movement.Permute p -> {
                    int step = Strides.contiguous(p.shape())[p.axis()];
                    yield mapped(
                            p.x(),
                            p.axis(),
                            p.order().stream().mapToInt(i -> i * step).toArray());
                }
                case Movement.Pad p -> {
                    int step = Strides.contiguous(p.x().shape())[p.axis()];
                    int n = p.x().shape().dim(p.axis());
                    int[] adds = new int[p.shape().dim(p.axis())];
                    for (int i = 0; i < adds.length; i++) {
                        boolean inside = i >= p.before() && i < p.before() + n;
                        adds[i] = inside ? (i - p.before()) * step : -1;
                    }
                    yield mapped(p.x(), p.axis(), adds);
                }
                case Movement.Reshape _, Movement.Concat _ -> throw new IllegalStateException("not elementwise: " + m);
            };
        }

        private int mapped(Value x, int axis, int[] adds) {
            int[] strides = Strides.contiguous(x.shape());
            strides[axis] = 0;
            int table = words.add(Strides.innermostFirst(strides));
            int map = words.add(space.rank() - 1 - axis);
            words.add(adds);
            return load(places.of(x), 0, table, space.rank(), map);
        }
    }
}
