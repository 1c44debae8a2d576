package io.github.vflow.benchmarks.compare;

import io.github.vflow.benchmarks.ImageModel;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Models of images against PyTorch, eager and with its blocks compiled, on two threads: a step on one batch again and again. */
final class Images {
    private static final double TOLERANCE = 1e-3;

    private final Session session;
    private final ImageModel kind;
    private final FlowModel model;
    private final ImageSpec spec;
    private final float[] x;
    private final float[] noise;

    private Images(Session session, ImageModel kind) {
        this.session = session;
        this.kind = kind;
        this.model = kind.create();
        this.spec = model.images().orElseThrow();
        SplittableRandom random = new SplittableRandom(ImageModel.SEED);
        x = new float[kind.batch() * model.features()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(spec.levels());
        }
        noise = new float[kind.batch() * model.noise()];
        new RandomStream(ImageModel.SEED, 1).normal(0, noise);
    }

    static void digits(Session session) {
        new Images(session, ImageModel.DIGITS).run("digits 8×8, F = 16, B = 2, K = 32, batch 64");
    }

    static void patches(Session session) {
        new Images(session, ImageModel.PATCHES).run("patches 1×1 of digits, F = 56, B = 2, K = 8, batch 64");
    }

    static void large(Session session) {
        new Images(session, ImageModel.THIRD_OF_CIFAR).run("6 channels 32×32, F = 32, B = 10, K = 32, batch 8");
    }

    private void run(String name) {
        training("training step, " + name + session.onThreads());
        bound("ELBOs, " + name + session.onThreads());
    }

    private void training(String what) {
        TrainingPlan plan = kind.plan(model);
        try (TrainingStep step = TrainingStep.of(model, plan, Engines.vector(session.threads()))) {
            step.set(Parameters.INPUT, model.parameters().values());
            long[] done = {0};
            double loss = step.run(done[0]++, x, noise);
            float[] m = new float[model.parameters().size()];
            step.get(Adam.M, m);
            double[] gradient = new double[m.length];
            Arrays.setAll(gradient, i -> m[i] / (1 - plan.descent().optimizer().beta1()));
            compare(
                    what,
                    "image_training " + ImageModel.RATE,
                    List.of(new double[] {loss}, gradient),
                    () -> step.run(done[0]++, x, noise));
        }
    }

    private void bound(String what) {
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.input(Model.X, Shape.of(kind.batch(), model.features()))));
        try (Executable bound = loaded(t.program())) {
            bound.run();
            double[] values = new double[kind.batch()];
            bound.get("bound", values);
            compare(what, "image_bound", List.of(values), bound::run);
        }
    }

    private void compare(String what, String work, List<double[]> results, Runnable ours) {
        List<Torch.Variant> theirs = session.torch(session.threads(), t -> open(t, work));
        theirs.forEach(v -> Session.requireSame(what, results, v.results(), TOLERANCE));
        session.add(Row.millis(
                what,
                Row.Amount.of(kind.batch(), "images/s"),
                session.imagesDuel().run(Contender.of("VFlow", ours), theirs, true)));
    }

    private Executable loaded(Program p) {
        Executable e = Engines.vector(session.threads()).compile(p);
        e.set(Parameters.INPUT, model.parameters().values());
        e.set(Model.X, x);
        e.set(Model.NOISE, noise);
        return e;
    }

    private Torch.Work open(Torch torch, String work) {
        String layout =
                spec.layout().stream().map(s -> s.kind() + ":" + s.steps()).collect(Collectors.joining(","));
        Torch.Work w = torch.open(
                work,
                spec.levels(),
                spec.net().heads(),
                spec.coupling().components(),
                layout,
                spec.posterior().kind() == ImagePosteriorKind.PAPER);
        int b = kind.batch();
        int forU = model.noise() - model.augment();
        return Toys.put(w, model.parameters())
                .put("x", x, b, spec.height(), spec.width(), spec.channels())
                .put("noise_u", columns(0, forU), b, spec.height(), spec.width(), spec.channels())
                .put("noise_z", columns(forU, model.noise()), b, spec.height(), spec.width(), spec.augment());
    }

    /** Columns [from, to) of the noise. */
    private float[] columns(int from, int to) {
        float[] part = new float[kind.batch() * (to - from)];
        for (int i = 0; i < kind.batch(); i++) {
            System.arraycopy(noise, i * model.noise() + from, part, i * (to - from), to - from);
        }
        return part;
    }
}
