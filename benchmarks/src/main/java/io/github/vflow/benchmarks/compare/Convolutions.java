package io.github.vflow.benchmarks.compare;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;

/** 3×3 convolutions and both gradients against PyTorch, which calls oneDNN, on one thread. */
final class Convolutions {
    /** Wide enough for transforms of the image, as Winograd's, on either side. */
    private static final double TOLERANCE = 1e-4;

    private static final int BATCH = 16;
    private static final int HEIGHT_LARGE = 32;
    private static final int WIDTH = 16;

    private enum What {
        CONVOLUTION {
            @Override
            Tensor of(Tensor x, Tensor k, Tensor g) {
                return x.conv2d(k);
            }
        },
        INPUT_GRADIENT {
            @Override
            Tensor of(Tensor x, Tensor k, Tensor g) {
                return Gradient.of(x.conv2d(k), g, List.of(x)).getFirst();
            }
        },
        KERNEL_GRADIENT {
            @Override
            Tensor of(Tensor x, Tensor k, Tensor g) {
                return Gradient.of(x.conv2d(k), g, List.of(k)).getFirst();
            }
        };

        abstract Tensor of(Tensor x, Tensor k, Tensor g);

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private Convolutions() {}

    static void run(Session session) {
        for (int channels : new int[] {32, 96}) {
            for (int height : new int[] {HEIGHT_LARGE, WIDTH}) {
                for (What what : What.values()) {
                    run(session, what, height, channels);
                }
            }
        }
    }

    private static void run(Session session, What what, int height, int c) {
        String name =
                "3×3 %s, %d images %d×%d, C = %d".formatted(what.text().replace('_', ' '), BATCH, height, WIDTH, c);
        int[] image = {BATCH, height, WIDTH, c};
        int[] kernel = {3, 3, c, c};
        int n = BATCH * height * WIDTH * c;
        Map<String, float[]> inputs = Map.of(
                "x", Session.uniform(n, -1, 1, 1),
                "k", Session.uniform(9 * c * c, -1, 1, 2),
                "g", Session.uniform(n, -1, 1, 3));
        ProgramWork ours = new ProgramWork(t -> trace(t, what, image, kernel), inputs);
        List<Torch.Variant> theirs = session.torch(
                1,
                t -> t.open(what.text())
                        .put("x", ours.input("x"), image)
                        .put("k", ours.input("k"), kernel)
                        .put("g", ours.input("g"), image));
        ours.check(name, theirs.stream().map(Torch.Variant::results).toList(), TOLERANCE);
        session.add(Row.micros(
                name, Row.Amount.flops(2.0 * n * 9 * c), session.duel().run(ours.contender(), theirs, false)));
    }

    private static void trace(Trace t, What what, int[] image, int[] kernel) {
        Tensor x = t.input("x", Shape.of(image));
        Tensor k = t.input("k", Shape.of(kernel));
        Tensor g = t.input("g", Shape.of(image));
        t.output("y", what.of(x, k, g));
    }
}
