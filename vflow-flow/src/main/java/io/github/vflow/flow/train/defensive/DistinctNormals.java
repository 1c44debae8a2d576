package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;

/** Leaves out the copies among the normal distributions of a model, whose number was fixed before rows chose it. */
public final class DistinctNormals {
    private DistinctNormals() {}

    /**
     * The same density with each normal distribution once; the model itself if it has no copies.
     *
     * @param model of a specification with broad components
     */
    public static FlowModel of(FlowModel model) {
        NormalMixture normals = model.defensive().orElseThrow().normals();
        Parameters from = model.parameters();
        int all = normals.components();
        int d = normals.dimensions();
        int distinct = distinct(from.get(normals.means()), d);
        if (distinct == all) {
            return model;
        }
        RowSpec spec = model.rows().orElseThrow();
        DefensiveSpec broad = spec.defensive();
        FlowModel fewer = Models.build(
                spec.withDefensive(new DefensiveSpec(broad.normal(), broad.student(), distinct)), new Parameters());
        Parameters to = fewer.parameters();
        NormalMixture into = fewer.defensive().orElseThrow().normals();
        for (Parameter p : to.all()) {
            if (p.shape().equals(from.named(p.name()).shape())) {
                to.set(p, from.get(from.named(p.name())));
            }
        }
        to.set(into.logWeights(), sums(from.get(normals.logWeights()), distinct));
        to.set(into.constants(), sums(from.get(normals.constants()), distinct));
        to.set(into.whiten(), first(from.get(normals.whiten()), all * d, distinct * d));
        to.set(into.colour(), first(from.get(normals.colour()), all * d, distinct * d));
        to.set(into.centres(), first(from.get(normals.centres()), all * d, distinct * d));
        to.set(into.means(), first(from.get(normals.means()), all * d, distinct * d));
        return fewer;
    }

    /** The least number of components after which the means repeat. */
    private static int distinct(float[] means, int d) {
        int all = means.length / d;
        int k = 1;
        while (k < all && !repeats(means, k * d)) {
            k++;
        }
        return k;
    }

    private static boolean repeats(float[] numbers, int period) {
        for (int i = period; i < numbers.length; i++) {
            if (numbers[i] != numbers[i - period]) {
                return false;
            }
        }
        return true;
    }

    /** ln Σ exp over the copies of each component. */
    private static float[] sums(float[] logs, int distinct) {
        float[] sums = new float[distinct];
        for (int k = 0; k < distinct; k++) {
            double sum = 0;
            for (int i = k; i < logs.length; i += distinct) {
                sum += Math.exp(logs[i] - (double) logs[k]);
            }
            sums[k] = (float) (logs[k] + Math.log(sum));
        }
        return sums;
    }

    /** The first columns of each row of a matrix. */
    private static float[] first(float[] matrix, int width, int columns) {
        float[] first = new float[matrix.length / width * columns];
        for (int i = 0; i < first.length; i++) {
            first[i] = matrix[i / columns * width + i % columns];
        }
        return first;
    }
}
