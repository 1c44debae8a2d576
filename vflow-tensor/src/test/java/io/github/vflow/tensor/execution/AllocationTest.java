package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run allocates nothing once it is compiled. Until then vectors are objects: the compiler keeps them in registers only
 * where it sees through all of a loop, so a kernel that has become too large for it shows here, and in speed, only.
 */
@Tag("fresh")
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 100;

    /** The compiler works in the background, on a machine that may be busy. */
    private static final long PATIENCE = 240_000_000_000L;

    /** A program. */
    record Case(String name, Function<Inputs, Tensor> build) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case batch(String name, UnaryOperator<Tensor> f) {
        return new Case(name, in -> f.apply(in.batch(Domain.POSITIVE, 64, 10)));
    }

    private static Case plain(String name, UnaryOperator<Tensor> f) {
        return new Case(name, in -> f.apply(in.plain(Domain.POSITIVE, 9, 70)));
    }

    static Stream<Case> cases() {
        return Stream.of(functions(), reductions(), pairs(), movements(), products())
                .flatMap(s -> s);
    }

    private static Stream<Case> functions() {
        return Stream.of(
                plain(
                        "neg, abs, sign, sqrt, relu",
                        x -> x.negate().abs().sign().sqrt().relu()),
                plain("exp", Tensor::exp),
                plain("log", Tensor::log),
                plain("log1p", Tensor::log1p),
                plain("tanh", Tensor::tanh),
                plain("elu", Tensor::elu),
                plain("sigmoid", Tensor::sigmoid),
                plain("softplus", Tensor::softplus));
    }

    private static Stream<Case> reductions() {
        return Stream.of(
                plain("sum along", x -> x.sum(1)),
                plain("sum down", x -> x.sum(0)),
                plain("max along", x -> x.maxOver(1)),
                plain("max down", x -> x.maxOver(0)),
                plain("logSumExp along", x -> x.logSumExp(1)),
                plain("logSumExp down", x -> x.logSumExp(0)),
                plain("softmax along", x -> x.softmax(1)),
                plain("softmax down", x -> x.softmax(0)));
    }

    private static Stream<Case> pairs() {
        return Stream.of(
                plain(
                        "like shapes",
                        x -> x.plus(x.times(x).minus(x).dividedBy(x)).max(x).min(x)),
                plain("a row", x -> {
                    Tensor row = x.slice(0, 0, 1);
                    return x.plus(row)
                            .times(row)
                            .minus(row)
                            .dividedBy(row)
                            .max(row)
                            .min(row);
                }),
                plain("a column", x -> {
                    Tensor column = x.slice(1, 0, 1);
                    return x.plus(column)
                            .times(column)
                            .minus(column)
                            .dividedBy(column)
                            .max(column)
                            .min(column);
                }),
                plain("a column and a matrix", x -> {
                    Tensor column = x.slice(1, 0, 1);
                    return column.plus(column.times(column.minus(column.dividedBy(x))));
                }),
                plain("masks", x -> x.greater(1).select(x, x.gate(x.slice(0, 0, 1)))),
                new Case("a fused run", in -> {
                    Tensor x = in.plain(Domain.POSITIVE, 64, 70);
                    return x.log().times(2).plus(x).tanh();
                }));
    }

    private static Stream<Case> movements() {
        return Stream.of(
                batch(
                        "movements",
                        x -> Tensor.concat(
                                        1, x.slice(1, 5, 10), x.slice(1, 0, 5).exp())
                                .permute(1, List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
                                .pad(1, 1, 1)
                                .transpose(1, 0)),
                plain("reshapes", x -> x.reshape(9, 7, 10).transpose(2, 0, 1).sum(0)));
    }

    private static Stream<Case> products() {
        return Stream.of(
                batch("rows by a matrix", x -> x.matmul(x.slice(0, 0, 33), false, true)),
                plain("small by dot products", x -> x.slice(1, 0, 64).matmul(x.slice(1, 6, 70), false, true)),
                new Case("a stack", in -> in.plain(Domain.ANY, 3, 7, 21).matmul(in.plain(Domain.ANY, 3, 21, 35))),
                new Case(
                        "a convolution",
                        in -> in.batch(Domain.ANY, 2, 6, 4, 5).conv2d(in.plain(Domain.ANY, 3, 3, 5, 18))),
                new Case(
                        "a tall matrix turned",
                        in -> in.plain(Domain.ANY, 600, 7).matmul(in.plain(Domain.ANY, 600, 9), true, false)),
                new Case(
                        "a convolution of many small images",
                        in -> in.batch(Domain.ANY, 17, 2, 3, 5).conv2d(in.plain(Domain.ANY, 3, 3, 5, 18))),
                new Case(
                        "a convolution of images side by side",
                        in -> in.batch(Domain.ANY, 32, 2, 3, 5).conv2d(in.plain(Domain.ANY, 3, 3, 5, 18))),
                new Case("attention", in -> in.batch(Domain.ANY, 2, 20, 24).attention(2)),
                new Case("inverse and determinant", in -> {
                    Tensor w = in.plain(Domain.INVERTIBLE, 5, 5);
                    return w.inverse().times(w.logAbsDet());
                }),
                new Case(
                        "the inverse of a mixture",
                        in -> in.batch(Domain.ANY, 32, 2)
                                .mixtureInverse(
                                        in.batch(Domain.ANY, 32, 2, 3),
                                        in.batch(Domain.ANY, 32, 2, 3),
                                        in.batch(Domain.ANY, 32, 2, 3))),
                new Case(
                        "a mixture",
                        in -> in.batch(Domain.ANY, 32, 2)
                                .mixtureLogOdds(
                                        in.batch(Domain.ANY, 32, 2, 3),
                                        in.batch(Domain.ANY, 32, 2, 3),
                                        in.batch(Domain.ANY, 32, 2, 3))),
                new Case(
                        "a mixture of many components",
                        in -> in.plain(Domain.ANY, 37, 2)
                                .mixtureLogOdds(
                                        in.plain(Domain.ANY, 37, 2, 32),
                                        in.plain(Domain.ANY, 37, 2, 32),
                                        in.plain(Domain.ANY, 37, 2, 32))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRunAllocatesNothing(Case c) throws IOException, InterruptedException {
        assertNoAllocation(c, false);
    }

    /** Forward, backward and update. */
    @ParameterizedTest
    @MethodSource("cases")
    void aTrainingStepAllocatesNothing(Case c) throws IOException, InterruptedException {
        assertNoAllocation(c, true);
    }

    /** What is compiled whole depends on what was before, which here is every case; so the last word has a JVM with none but this one. */
    private static void assertNoAllocation(Case c, boolean training) throws IOException, InterruptedException {
        Inputs in = inputs(c, training);
        long bytes = least(in);
        if (bytes > 0) {
            bytes = alone(c, training);
        }
        assertEquals(
                0,
                bytes,
                () -> "bytes in " + RUNS + " runs of " + c + "\n" + in.trace().program());
    }

    private static Inputs inputs(Case c, boolean training) {
        Inputs in = new Inputs(c.name.hashCode());
        Tensor y = c.build.apply(in);
        if (!training) {
            in.trace().output("y", y);
            return in;
        }
        Tensor loss = y.square().sum();
        in.trace().output("loss", loss);
        List<Tensor> gradients = Gradient.of(loss, in.differentiable());
        for (int i = 0; i < gradients.size(); i++) {
            Tensor x = in.differentiable().get(i);
            in.trace().update(x, x.minus(gradients.get(i).times(1e-9)));
        }
        return in;
    }

    /** The least bytes that some runs allocate. */
    private static long least(Inputs in) {
        try (Executable e = Engines.vector(1).compile(in.trace().program())) {
            in.values().forEach(e::set);
            long least = Long.MAX_VALUE;
            long deadline = System.nanoTime() + PATIENCE;
            while (least > 0 && System.nanoTime() < deadline) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < RUNS; i++) {
                    e.run();
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }
    }

    private static long alone(Case c, boolean training) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllocationTest.class.getName(),
                        c.name,
                        Boolean.toString(training))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = jvm.inputReader()) {
            List<String> output = lines.lines().toList();
            assertEquals(0, jvm.waitFor(), () -> "a JVM for " + c + " alone: " + output);
            return Long.parseLong(output.getLast());
        }
    }

    /** Prints what some runs of a case allocate at least. Arguments: its name, and whether to train. */
    public static void main(String[] args) {
        Case c = cases().filter(x -> x.name.equals(args[0])).findFirst().orElseThrow();
        System.out.println(least(inputs(c, Boolean.parseBoolean(args[1]))));
    }
}
