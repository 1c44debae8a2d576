package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Value;
import java.util.function.Function;

/** Attention of one query at a time. */
final class AttentionLoops {
    private final double[] qkv;
    private final int t;
    private final int d;
    private final int features;

    private AttentionLoops(Attention op, double[] qkv) {
        this.qkv = qkv;
        this.t = op.qkv().shape().dim(1);
        this.d = op.width();
        this.features = d * op.heads();
    }

    static double[] compute(Attention op, Function<Value, double[]> at) {
        if (op instanceof Attention.Recalled r) {
            return at.apply(r.known());
        }
        double[] y = new double[op.shape().size()];
        AttentionLoops h = new AttentionLoops(op, at.apply(op.qkv()));
        for (int row = 0; row < op.qkv().shape().dim(0); row++) {
            for (int head = 0; head < op.heads(); head++) {
                for (int query = 0; query < h.t; query++) {
                    switch (op) {
                        case Attention.Attend _ -> h.attend(row, head, query, y);
                        case Attention.AttendGradient g -> h.gradient(row, head, query, at.apply(g.g()), y);
                        case Attention.Recalled _ -> {}
                    }
                }
            }
        }
        return y;
    }

    /** The offset of the features of a position: part 0 for Q, 1 for K, 2 for V. */
    private int part(int row, int head, int position, int part) {
        return ((row * t + position) * 3 + part) * features + head * d;
    }

    private int result(int row, int head, int position) {
        return (row * t + position) * features + head * d;
    }

    private double[] weights(int row, int head, int query) {
        double[] s = new double[t];
        for (int k = 0; k < t; k++) {
            s[k] = dot(qkv, part(row, head, query, 0), qkv, part(row, head, k, 1)) / Math.sqrt(d);
        }
        double total = ScalarFunctions.logSumExp(s);
        for (int k = 0; k < t; k++) {
            s[k] = Math.exp(s[k] - total);
        }
        return s;
    }

    private double dot(double[] a, int i, double[] b, int j) {
        double sum = 0;
        for (int l = 0; l < d; l++) {
            sum += a[i + l] * b[j + l];
        }
        return sum;
    }

    private void attend(int row, int head, int query, double[] y) {
        double[] p = weights(row, head, query);
        for (int k = 0; k < t; k++) {
            addTo(y, result(row, head, query), p[k], qkv, part(row, head, k, 2));
        }
    }

    private void gradient(int row, int head, int query, double[] g, double[] y) {
        double[] p = weights(row, head, query);
        int from = result(row, head, query);
        double[] slopes = new double[t];
        double mean = 0;
        for (int k = 0; k < t; k++) {
            addTo(y, part(row, head, k, 2), p[k], g, from);
            slopes[k] = dot(g, from, qkv, part(row, head, k, 2));
            mean += p[k] * slopes[k];
        }
        for (int k = 0; k < t; k++) {
            double score = p[k] * (slopes[k] - mean) / Math.sqrt(d);
            addTo(y, part(row, head, query, 0), score, qkv, part(row, head, k, 1));
            addTo(y, part(row, head, k, 1), score, qkv, part(row, head, query, 0));
        }
    }

    private void addTo(double[] y, int at, double factor, double[] x, int from) {
        for (int l = 0; l < d; l++) {
            y[at + l] += factor * x[from + l];
        }
    }
}
