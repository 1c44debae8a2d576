package io.github.vflow.benchmarks.compare;

import io.github.vflow.benchmarks.Agreement;
import io.github.vflow.benchmarks.RowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;

/** Flows of the sizes that tables need against PyTorch, eager and compiled: a step on one batch again and again, and many rows. */
final class RowModels {
    private static final double TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;
    private static final int ROWS = 16_384;
    private static final int CHECKED = 64;

    /** Forward and two gradients, a multiplication and an addition each. */
    private static final double OPERATIONS = 6;

    private final Session session;
    private final RowModel kind;
    private final Model model;
    private final String name;

    private RowModels(Session session, RowModel kind) {
        this.session = session;
        this.kind = kind;
        this.model = kind.create();
        this.name = kind.description();
    }

    static void run(Session session) {
        for (RowModel kind : List.of(RowModel.WIDE, RowModel.DEEP, RowModel.MIXTURE)) {
            RowModels models = new RowModels(session, kind);
            models.training(1);
            if (session.threads() > 1) {
                models.training(session.threads());
            }
            models.scoring();
        }
    }

    private void training(int threads) {
        String what = "training step, " + name + ", batch " + kind.batch() + Session.onThreads(threads);
        TrainingPlan plan = kind.plan(model);
        float[] x = kind.rows(kind.batch(), RowModel.SEED).toFloats();
        float[] noise = new float[0];
        try (TrainingStep step = TrainingStep.of(model, plan, Engines.vector(threads))) {
            step.set(Parameters.INPUT, model.parameters().values());
            long[] done = {0};
            double loss = step.run(done[0]++, x, noise);
            double[] gradient = gradient(plan, step);
            List<Torch.Variant> theirs = session.torch(
                    threads,
                    t -> open(t, "rows_training", kind.components(), RowModel.RATE, RowModel.CLIP)
                            .put("x", x, kind.batch(), model.features()));
            theirs.forEach(v ->
                    Session.requireSame(what, List.of(new double[] {loss}, gradient), v.results(), GRADIENT_TOLERANCE));
            double flops = OPERATIONS * model.parameters().size() * kind.batch();
            session.add(Row.millis(
                    what,
                    Row.Amount.flops(flops, threads),
                    session.duel(threads)
                            .run(Contender.of("VFlow", () -> step.run(done[0]++, x, noise)), theirs, true)));
        }
    }

    /** The clipped gradient of the first step: from zero moments, m = (1 − β₁)·g. */
    private double[] gradient(TrainingPlan plan, TrainingStep step) {
        float[] m = new float[model.parameters().size()];
        step.get(Adam.M, m);
        double[] gradient = new double[m.length];
        Arrays.setAll(gradient, i -> m[i] / (1 - plan.descent().optimizer().beta1()));
        return gradient;
    }

    private void scoring() {
        Rows rows = kind.rows(ROWS, RowModel.SEED + 1);
        String what = "scores of 16,384 rows, " + name + session.onThreads();
        try (Evaluator evaluator = Evaluator.ofScores(model, Engines.vector(1), 1, RowModel.SEED)
                        .threads(session.threads());
                Evaluator reference = Evaluator.ofScores(model, Engines.reference(), 1, RowModel.SEED)) {
            double[] some = evaluator.scores(rows.slice(0, CHECKED));
            Agreement.require("scores", reference.scores(rows.slice(0, CHECKED)), some, TOLERANCE);
            List<Torch.Variant> theirs = session.torch(
                    session.threads(),
                    t -> open(t, "rows_scoring", kind.components(), CHECKED, 256, 512, 1024, 4096, ROWS)
                            .put("x", rows.toFloats(), ROWS, model.features()));
            theirs.forEach(v -> Session.requireSame(what, List.of(some), v.results(), TOLERANCE));
            session.add(Row.millis(
                    what,
                    Row.Amount.of(ROWS * 1e-3, "k rows/s"),
                    session.threadsDuel().run(Contender.of("VFlow", () -> evaluator.scores(rows)), theirs, true)));
        }
        row(rows);
    }

    private void row(Rows rows) {
        String what = "score of one row, " + name;
        double[][] each = new double[CHECKED][];
        Arrays.setAll(each, rows::copyRow);
        try (Evaluator scorer = Evaluator.ofScores(model, Engines.vector(1), 1, RowModel.SEED)) {
            int[] next = {0};
            List<Torch.Variant> theirs = session.torch(
                    1,
                    t -> open(t, "rows_scoring", kind.components(), 1, 1)
                            .put("x", rows.slice(0, 1).toFloats(), 1, model.features()));
            theirs.forEach(v ->
                    Session.requireSame(what, List.of(new double[] {scorer.score(each[0])}), v.results(), TOLERANCE));
            session.add(Row.micros(
                    what,
                    null,
                    session.waitingDuel()
                            .run(Contender.of("VFlow", () -> scorer.score(each[next[0]++ % CHECKED])), theirs, true)));
        }
    }

    private Torch.Work open(Torch torch, String work, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = kind.steps();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Toys.put(torch.open(work, all), model.parameters());
    }
}
