package io.github.vflow.tensor.program;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One operation of a {@link Recipe}, on values computed before. If operands have numbers up to about four, so has the
 * result. Where the operation that was asked for does not fit its operand, it is tanh.
 */
final class Step {
    private static final int LARGEST = 9_000;
    /** Numbers of a row, of which attention makes all pairs. */
    private static final int LONGEST = 64;
    /** More is not made even in between. */
    private static final int MOST_IN_ROWS = 60_000;
    /** Components of a mixture that fill whole vectors, and the numbers of a row that has them. */
    private static final int COMPONENTS = 16;

    private static final int PARAMETERS = 3 * COMPONENTS + 1;

    /** The place among the values of an input of twelve numbers. */
    private static final int KERNEL = 4;

    /** An operation that finds what it needs among the values there are. */
    private interface Kind {
        Tensor of(Step s, Tensor x);
    }

    private static final List<Kind> SMOOTH = List.of(
            (_, x) -> x.tanh(),
            (_, x) -> x.sigmoid().times(2),
            (_, x) -> x.softplus(),
            (_, x) -> x.times(0.3).exp(),
            (_, x) -> x.square().plus(0.5).log(),
            (_, x) -> x.square().log1p(),
            (_, x) -> x.square().plus(0.5).sqrt(),
            (_, x) -> x.negate(),
            (s, x) -> x.plus(s.partner(x)).times(0.5),
            (s, x) -> x.minus(s.partner(x)).times(0.5),
            (s, x) -> x.times(s.partner(x)).times(0.25),
            (s, x) -> x.dividedBy(s.partner(x).square().plus(1)),
            (s, x) -> s.alone(x) ? x.tanh() : x.mean(s.axis(x)),
            (s, x) -> s.alone(x) ? x.tanh() : x.logSumExp(s.axis(x)).times(0.5),
            (s, x) -> s.alone(x) ? x.tanh() : x.softmax(s.axis(x)).times(2),
            Step::reshape,
            (s, x) -> x.transpose(s.order(x.shape().rank()).toArray(Integer[]::new)),
            (s, x) -> s.alone(x) ? x.tanh() : s.slice(x),
            Step::concat,
            (s, x) -> s.alone(x) ? x.tanh() : x.pad(s.axis(x), s.attribute % 3, s.attribute % 2),
            (s, x) -> s.alone(x)
                    ? x.tanh()
                    : x.permute(s.axis(x), s.order(x.shape().dim(s.axis(x)))),
            Step::broadcast,
            Step::product,
            Step::product,
            (s, x) -> s.matrix(x).logAbsDet().times(0.5),
            (s, x) -> s.matrix(x).inverse(),
            Step::mixture,
            Step::mixtureInRows,
            Step::convolution,
            Step::attention,
            (_, x) -> x.square().plus(0.2).negate().elu().times(3),
            (s, x) -> x.sum().times(1.0 / x.shape().size()),
            (s, x) -> s.mask.select(
                    s.fitting(x, s.mask), s.fitting(x, s.mask).square().times(0.25)));

    private static final List<Kind> KINKED = List.of(
            (_, x) -> x.abs(),
            (_, x) -> x.relu(),
            (_, x) -> x.elu(),
            (s, x) -> x.max(s.partner(x)),
            (s, x) -> x.min(s.partner(x)),
            (s, x) -> s.alone(x) ? x.tanh() : x.maxOver(s.axis(x)),
            // jumps only where both engines see the same numbers: at inputs
            (s, x) -> s.pool.get(3).gate(s.pool.get(7)).times(total(x)),
            (s, x) -> s.pool.get(s.other % 4).sign().times(total(x)),
            (s, x) -> s.pool.getFirst().greater(s.pool.get(5)).select(s.pool.getFirst(), total(x)));

    private final List<Tensor> pool;
    private final Tensor mask;
    private final boolean smooth;
    private final int kind;
    private final Tensor operand;
    private final int other;
    private final int attribute;

    Step(List<Tensor> pool, Tensor mask, boolean smooth, List<Integer> gene) {
        this.pool = pool;
        this.mask = mask;
        this.smooth = smooth;
        this.kind = gene.get(0);
        // counted from the end, so that operations follow each other
        this.operand = pool.get(pool.size() - 1 - gene.get(1) % pool.size());
        this.other = gene.get(2);
        this.attribute = gene.get(3);
    }

    Tensor apply() {
        int kinds = SMOOTH.size() + (smooth ? 0 : KINKED.size());
        int k = kind % kinds;
        Tensor y = (k < SMOOTH.size() ? SMOOTH.get(k) : KINKED.get(k - SMOOTH.size())).of(this, operand);
        return y.shape().size() <= LARGEST ? y : operand.tanh();
    }

    private boolean alone(Tensor x) {
        return x.shape().rank() == 0;
    }

    /** One number of all: of the size of one of them, or tanh would tell what float32 loses in a long sum. */
    private static Tensor total(Tensor x) {
        return x.sum().times(1 / Math.sqrt(x.shape().size())).tanh();
    }

    private int axis(Tensor x) {
        return attribute % x.shape().rank();
    }

    /** A value that broadcasts with x: at worst x itself. */
    private Tensor partner(Tensor x) {
        for (int i = 0; i < pool.size(); i++) {
            Tensor candidate = pool.get((other + i) % pool.size());
            try {
                if (Shape.broadcast(x.shape(), candidate.shape()).size() <= LARGEST) {
                    return candidate;
                }
            } catch (ShapeException _) {
                // the next one, then
            }
        }
        return x;
    }

    /** x, or its sum where x does not broadcast with another. */
    private Tensor fitting(Tensor x, Tensor with) {
        try {
            return Shape.broadcast(x.shape(), with.shape()).rank() > 0 ? x : x.tanh();
        } catch (ShapeException _) {
            return total(x);
        }
    }

    private List<Integer> order(int n) {
        List<Integer> order = IntStream.range(0, n).boxed().collect(Collectors.toList());
        Collections.rotate(order, attribute);
        if (other % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private Tensor reshape(Tensor x) {
        int size = x.shape().size();
        int rows = x.shape().rank() > 0 ? x.shape().dim(0) : 1;
        int rest = size / rows;
        return switch (attribute % 5) {
            case 0 -> x.reshape(size);
            case 1 -> x.reshape(rows, rest);
            case 2 -> rest % 2 == 0 ? x.reshape(rows, 2, rest / 2) : x.reshape(rows, 1, rest);
            case 3 -> rest % 2 == 0 ? x.reshape(2 * rows, rest / 2) : x.expand(0);
            default -> x.expand(x.shape().rank());
        };
    }

    private Tensor slice(Tensor x) {
        int size = x.shape().dim(axis(x));
        int from = other % size;
        return x.slice(axis(x), from, Math.min(size, from + 1 + attribute % 3));
    }

    private Tensor concat(Tensor x) {
        if (alone(x)) {
            return x.tanh();
        }
        Tensor partner = partner(x);
        boolean fits = partner.shape().rank() == x.shape().rank()
                && partner.shape().with(axis(x), 1).equals(x.shape().with(axis(x), 1));
        return Tensor.concat(axis(x), x.tanh(), fits ? partner : x, x);
    }

    private Tensor broadcast(Tensor x) {
        return x.broadcast(Shape.broadcast(x.shape(), partner(x).shape()));
    }

    /** With a partner that fits, turned if need be, or with itself. */
    private Tensor product(Tensor x) {
        if (x.shape().rank() < 2) {
            return x.tanh();
        }
        int rank = x.shape().rank();
        boolean turned = other % 2 == 1;
        int k = x.shape().dim(rank - (turned ? 2 : 1));
        for (int i = 0; i < pool.size(); i++) {
            Tensor y = pool.get((attribute + i) % pool.size());
            if (y.shape().rank() == 2 && rank == 2 && y.shape().dim(0) == k) {
                return x.matmul(y, turned, false).times(0.25 / k);
            }
            if (y.shape().rank() == 2 && rank == 2 && y.shape().dim(1) == k) {
                return x.matmul(y, turned, true).times(0.25 / k);
            }
        }
        return x.matmul(x, turned, !turned).times(0.25 / k);
    }

    /** A regular matrix, with x in it. */
    private Tensor matrix(Tensor x) {
        Tensor s = total(x);
        Tensor w = s.trace().constant(Shape.of(3, 3), 2, 0.3, -0.2, 0.1, -2, 0.4, 0, 0.2, 2);
        Tensor direction = s.trace().constant(Shape.of(3, 3), 0.2, -0.1, 0.3, 0, 0.3, -0.2, 0.1, 0.2, -0.3);
        return w.plus(direction.times(s));
    }

    /** x as images of as many channels as divide it, with the twelve numbers of an input as a kernel. */
    private Tensor convolution(Tensor x) {
        if (alone(x)) {
            return x.tanh();
        }
        int rows = x.shape().dim(0);
        int rest = x.shape().size() / rows;
        int c = IntStream.of(4, 3, 2, 1)
                .filter(n -> n <= 1 + other % 4 && rest % n == 0)
                .findFirst()
                .orElse(1);
        int h = rest / c % 2 == 0 ? 2 : 1;
        int taps = c == 3 ? 1 : 3;
        boolean high = attribute % 2 == 0;
        Tensor kernel = pool.get(KERNEL).tanh().reshape(high ? taps : 1, high ? 1 : taps, c, 12 / (taps * c));
        return x.reshape(rows, h, rest / c / h, c).conv2d(kernel).times(1.0 / (taps * c));
    }

    /** Queries x, keys made of it, and values made of it. */
    private Tensor attention(Tensor x) {
        if (alone(x) || x.shape().size() / x.shape().dim(0) > LONGEST) {
            return x.tanh();
        }
        int rows = x.shape().dim(0);
        int rest = x.shape().size() / rows;
        int f = rest % 2 == 0 ? 2 : 1;
        Tensor q = x.reshape(rows, rest / f, f);
        Tensor qkv = Tensor.concat(2, q.tanh(), q.times(0.3), q.negate());
        // half of them inside a segment, whose gradient copies inputs and recalls results
        return attribute % 2 == 0
                ? qkv.attention(1 + other % f)
                : Segment.of(
                        List.of(qkv),
                        in -> in.getFirst().times(0.9).attention(1 + other % f).tanh());
    }

    private Tensor mixture(Tensor x) {
        if (x.shape().rank() == 0 || x.shape().size() > LARGEST / 3) {
            return x.tanh();
        }
        Tensor wide = Tensor.concat(
                x.shape().rank(),
                x.expand(x.shape().rank()),
                x.negate().expand(x.shape().rank()));
        return x.mixtureInverse(wide.times(0.5), wide.square().times(0.25), wide.tanh())
                .times(0.25);
    }

    /** One mixture for each row, whose logits, means and log-scales are slices of a longer one. */
    private Tensor mixtureInRows(Tensor x) {
        if (alone(x) || x.shape().dim(0) * PARAMETERS > MOST_IN_ROWS) {
            return x.tanh();
        }
        int rows = x.shape().dim(0);
        Tensor first = x.reshape(rows, x.shape().size() / rows).slice(1, 0, 1);
        double[] slopes = IntStream.range(0, PARAMETERS).mapToDouble(Math::cos).toArray();
        Tensor all =
                first.times(x.trace().constant(Shape.of(PARAMETERS), slopes)).tanh();
        Tensor means = all.slice(1, COMPONENTS, 2 * COMPONENTS);
        return first.reshape(rows)
                .mixtureLogOdds(
                        all.slice(1, 0, COMPONENTS),
                        attribute % 2 == 0 ? means : means.times(2),
                        all.slice(1, 2 * COMPONENTS, 3 * COMPONENTS),
                        smooth ? Mixture.NO_FLOOR : -0.25)
                .times(0.25);
    }
}
