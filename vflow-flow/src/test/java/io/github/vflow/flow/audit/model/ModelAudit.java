package io.github.vflow.flow.audit.model;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.audit.BijectorAudit;
import io.github.vflow.flow.bijector.layer.Layers;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/** Checks a trained model: every layer against the laws of bijectors, the total mass, and float32 against double. */
public final class ModelAudit {
    private static final int POINTS = 24;
    private static final int COMPARED = 256;
    /** The standard deviation of the base points: a bounded map has an inverse only near the origin. */
    private static final double SPREAD = 0.5;

    private ModelAudit() {}

    /**
     * Audits a model.
     *
     * @param data rows like the training data, around which the audit chooses its points
     * @param gridSize the number of quadrature points along each axis
     * @throws IllegalArgumentException if the model is one of images, has discrete columns, or is conditioned on columns
     */
    public static AuditReport of(String name, Model model, Engine engine, Rows data, int gridSize, long seed) {
        if (model.images().isPresent()) {
            throw new IllegalArgumentException(
                    name
                            + ": a model of images; audit checks models of rows, RoundTrip and vflow reconstruct check models of images");
        }
        if (model.discrete().isPresent()) {
            throw new IllegalArgumentException(
                    name + ": a model with discrete columns; audit checks models of real columns");
        }
        if (model.given() > 0) {
            throw new IllegalArgumentException(name + ": a model of p(y | x) with " + model.given()
                    + " given columns; audit checks models of p(x), BijectorAudit the bijector for one condition");
        }
        List<Model.Component> members = model.components();
        List<AuditReport.Layer> layers = new ArrayList<>();
        for (int k = 0; k < members.size(); k++) {
            layers.addAll(layers(members.get(k).flow(), members.size() == 1 ? "" : "member " + k + ", ", seed));
        }
        Mass mass = new MassAudit(model, engine, data, seed).measure(gridSize);
        return AuditReport.of(name, layers, mass, float32Error(model, engine, data, seed));
    }

    private static List<AuditReport.Layer> layers(FlowModel model, String prefix, long seed) {
        int d = model.features() + model.augment();
        float[] noise = new float[POINTS * d];
        Purpose.LAYER_AUDIT.stream(seed).normal(0, noise);
        double[] points = new double[noise.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = SPREAD * noise[i];
        }
        List<AuditReport.Layer> layers = new ArrayList<>();
        // from latent to data: the points of a layer are its inverse of the points of the layer above
        for (Layers.Layer layer : Layers.of(model.bijector()).reversed()) {
            points = inverse(layer.bijector(), model.parameters(), points, d);
            BijectorAudit.Laws laws = BijectorAudit.of(layer.bijector(), model.parameters(), table(points, d));
            layers.addFirst(new AuditReport.Layer(prefix + layer.name(), laws));
        }
        return layers;
    }

    private static double[] inverse(Bijector f, Parameters parameters, double[] y, int d) {
        Trace t = new Trace();
        parameters.flat(t);
        t.output("x", f.inverse(t.batch("y", Shape.of(y.length / d, d))).value());
        try (Executable e = Engines.reference().compile(t.program())) {
            e.set(Parameters.INPUT, parameters.values());
            e.set("y", y);
            e.run();
            double[] x = new double[y.length];
            e.get("x", x);
            return x;
        }
    }

    private static double[][] table(double[] flat, int d) {
        double[][] table = new double[flat.length / d][d];
        for (int i = 0; i < flat.length; i++) {
            table[i / d][i % d] = flat[i];
        }
        return table;
    }

    private static double float32Error(Model model, Engine engine, Rows data, long seed) {
        Rows rows = data.slice(0, Math.min(COMPARED, data.size()));
        double[] fast = elbo(model, engine, rows, seed);
        double[] exact = elbo(model, Engines.reference(), rows, seed);
        double worst = 0;
        for (int i = 0; i < fast.length; i++) {
            worst = Math.max(worst, Math.abs(fast[i] - exact[i]));
        }
        return worst;
    }

    private static double[] elbo(Model model, Engine engine, Rows rows, long seed) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, seed)) {
            return evaluator.scores(rows);
        }
    }
}
