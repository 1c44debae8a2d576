package io.github.vflow.examples;

import io.github.vflow.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Gaussian VAE as textbooks write it: loops in float64, no flow, no library but for the numbers of its weights. */
record PlainVae(Network encoder, Network decoder) {
    static PlainVae of(Parameters parameters) {
        return new PlainVae(Network.of(parameters, "encoder"), Network.of(parameters, "decoder"));
    }

    /** Linear layers with x·σ(x) between them; weights are [in][out]. */
    record Network(List<double[][]> weights, List<double[]> biases) {
        static Network of(Parameters parameters, String name) {
            List<double[][]> weights = new ArrayList<>();
            List<double[]> biases = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                double[] b = doubles(parameters.get(parameters.named(name + ".b." + i)));
                double[] flat = doubles(parameters.get(parameters.named(name + ".W." + i)));
                double[][] w = new double[flat.length / b.length][];
                Arrays.setAll(w, r -> Arrays.copyOfRange(flat, r * b.length, (r + 1) * b.length));
                weights.add(w);
                biases.add(b);
            }
            return new Network(weights, biases);
        }

        double[] apply(double[] x) {
            double[] h = x;
            for (int i = 0; i < weights.size(); i++) {
                double[] y = biases.get(i).clone();
                for (int r = 0; r < h.length; r++) {
                    for (int c = 0; c < y.length; c++) {
                        y[c] += h[r] * weights.get(i)[r][c];
                    }
                }
                if (i < weights.size() - 1) {
                    Arrays.setAll(y, c -> y[c] / (1 + Math.exp(-y[c])));
                }
                h = y;
            }
            return h;
        }

        private static double[] doubles(float[] values) {
            double[] d = new double[values.length];
            Arrays.setAll(d, i -> values[i]);
            return d;
        }
    }

    /**
     * ln p(v | z) + ln p(z) − ln q(z | v) + ln |dv/dx| with z = m(v) + exp(t(v))·ε, where v = logit(0.05 + 0.9·x/17): the ELBO of one row with one
     * sample, in nats of x.
     */
    double elbo(double[] x, double[] noise) {
        int dx = x.length;
        int dz = noise.length;
        double[] v = new double[dx];
        double sum = 0;
        for (int i = 0; i < dx; i++) {
            double w = 0.05 + 0.9 * x[i] / 17;
            v[i] = Math.log(w / (1 - w));
            sum += Math.log(0.9 / 17 / (w * (1 - w)));
        }
        double[] code = encoder.apply(v);
        double[] z = new double[dz];
        for (int j = 0; j < dz; j++) {
            z[j] = code[j] + Math.exp(code[dz + j]) * noise[j];
            sum += logNormal(z[j], 0, 0) - logNormal(z[j], code[j], code[dz + j]);
        }
        double[] pixel = decoder.apply(z);
        for (int i = 0; i < dx; i++) {
            sum += logNormal(v[i], pixel[i], pixel[dx + i]);
        }
        return sum;
    }

    private static double logNormal(double x, double mean, double logScale) {
        double e = (x - mean) / Math.exp(logScale);
        return -0.5 * e * e - logScale - 0.5 * Math.log(2 * Math.PI);
    }
}
