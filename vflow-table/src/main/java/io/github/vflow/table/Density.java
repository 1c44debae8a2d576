package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.Imputer;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.function.Function;

/** Scores and samples of a model whose parameters no longer change, for any number of threads. Holds memory only. */
final class Density {
    /** A batch of fewer rows is not worth another thread. */
    private static final int ROWS_OF_A_THREAD = 1_000;

    private final Model model;
    private final Scoring scoring;
    private final Pool<Evaluator> evaluators;
    private final Pool<Sampler> samplers;
    private final Pool<Imputer> imputers;

    /**
     * The density of a model.
     *
     * @param model whose parameters nobody changes from now on
     */
    Density(Model model, Scoring scoring) {
        this.model = model;
        this.scoring = scoring;
        Engine engine = Engines.vector(1);
        this.evaluators = new Pool<>(() -> Evaluator.ofScores(model, engine, scoring.samples(), scoring.seed()));
        this.samplers = new Pool<>(() -> new Sampler(model, engine));
        this.imputers = new Pool<>(() -> new Imputer(model, engine));
    }

    Model model() {
        return model;
    }

    Scoring scoring() {
        return scoring;
    }

    double logProb(double[] row) {
        Evaluator e = evaluators.take();
        try {
            return e.score(row);
        } finally {
            evaluators.giveBack(e);
        }
    }

    ImportanceEstimate estimate(double[] row) {
        Evaluator e = evaluators.take();
        try {
            return e.estimate(row);
        } finally {
            evaluators.giveBack(e);
        }
    }

    double[] logProb(Rows rows) {
        Evaluator e = evaluators.take();
        try {
            return e.threads(threads(rows)).scores(rows);
        } finally {
            evaluators.giveBack(e);
        }
    }

    ImportanceEstimate[] estimates(Rows rows) {
        Evaluator e = evaluators.take();
        try {
            return e.threads(threads(rows)).estimates(rows);
        } finally {
            evaluators.giveBack(e);
        }
    }

    private static int threads(Rows rows) {
        int enough = Math.ceilDiv(rows.size(), ROWS_OF_A_THREAD);
        return Math.min(enough, Runtime.getRuntime().availableProcessors());
    }

    /** The mean over rows, whose noise differs so that the errors of rows average out. */
    Mean mean(Rows rows) {
        try (Evaluator e = Evaluator.ofMeans(model, Engines.vector(1), scoring.samples(), scoring.seed())) {
            return Mean.of(e.threads(threads(rows)).scores(rows));
        }
    }

    double[][] sample(Function<Sampler, Rows> draw) {
        Sampler s = samplers.take();
        Rows rows;
        try {
            rows = draw.apply(s);
        } finally {
            samplers.giveBack(s);
        }
        double[][] table = new double[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            table[i] = rows.copyRow(i);
        }
        return table;
    }

    Imputation impute(double[] row, int samples, long seed) {
        Imputer i = imputers.take();
        try {
            return i.impute(row, samples, seed);
        } finally {
            imputers.giveBack(i);
        }
    }

    void warmUp() {
        Evaluator e = evaluators.take();
        try {
            e.warmUp();
        } finally {
            evaluators.giveBack(e);
        }
    }
}
