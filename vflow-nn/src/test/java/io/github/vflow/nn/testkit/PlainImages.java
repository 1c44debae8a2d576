package io.github.vflow.nn.testkit;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.image.ContextNet;
import io.github.vflow.nn.layer.image.Conv;
import io.github.vflow.nn.layer.image.GatedAttention;
import io.github.vflow.nn.layer.image.GatedBlock;
import io.github.vflow.nn.layer.image.GatedConv;
import io.github.vflow.nn.layer.image.GatedConvNet;
import io.github.vflow.nn.layer.norm.LayerNorm;
import java.util.Arrays;
import java.util.Optional;

/** The layers of images by their equations, one image [h·w][c] at a time, in loops. */
public final class PlainImages {
    private final Parameters parameters;
    private final int h;
    private final int w;

    /** For images of a height and width. */
    public PlainImages(Parameters parameters, int h, int w) {
        this.parameters = parameters;
        this.h = h;
        this.w = w;
    }

    private double[] weights(Conv layer, int out) {
        float[] v = parameters.get(layer.weight());
        double[] w = new double[v.length];
        for (int f = 0; f < out; f++) {
            double squares = 0;
            for (int i = f; i < v.length; i += out) {
                squares += v[i] * (double) v[i];
            }
            double scale =
                    layer.gain().isEmpty() ? 1 : parameters.get(layer.gain().get())[f] / Math.sqrt(squares);
            for (int i = f; i < v.length; i += out) {
                w[i] = v[i] * scale;
            }
        }
        return w;
    }

    /** y = W ∗ x + b. */
    public double[][] conv(Conv layer, double[][] x) {
        float[] bias = parameters.get(layer.bias());
        int in = x[0].length;
        int out = bias.length;
        double[] weight = weights(layer, out);
        int k = layer.weight().shape().rank() == 4 ? layer.weight().shape().dim(0) : 1;
        double[][] y = new double[h * w][out];
        for (int at = 0; at < h * w; at++) {
            for (int f = 0; f < out; f++) {
                double sum = bias[f];
                for (int tap = 0; tap < k * k; tap++) {
                    int i = at / w + tap / k - k / 2;
                    int j = at % w + tap % k - k / 2;
                    for (int c = 0; c < in && i >= 0 && i < h && j >= 0 && j < w; c++) {
                        sum += x[i * w + j][c] * weight[(tap * in + c) * out + f];
                    }
                }
                y[at][f] = sum;
            }
        }
        return y;
    }

    /** elu([x, −x]). */
    public static double[][] concatElu(double[][] x) {
        int c = x[0].length;
        double[][] y = new double[x.length][2 * c];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < 2 * c; j++) {
                double v = j < c ? x[i][j] : -x[i][j - c];
                y[i][j] = v > 0 ? v : Math.expm1(v);
            }
        }
        return y;
    }

    private static double[][] sum(double[][] x, double[][] y) {
        double[][] s = new double[x.length][x[0].length];
        for (int i = 0; i < s.length; i++) {
            for (int j = 0; j < s[0].length; j++) {
                s[i][j] = x[i][j] + y[i][j];
            }
        }
        return s;
    }

    /** a·σ(b). */
    private static double[][] gate(double[][] ab) {
        int c = ab[0].length / 2;
        double[][] y = new double[ab.length][c];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < c; j++) {
                y[i][j] = ab[i][j] / (1 + Math.exp(-ab[i][c + j]));
            }
        }
        return y;
    }

    /** A gated convolution; the context counts where the layer takes one. */
    public double[][] gatedConv(GatedConv layer, double[][] x, double[][] context) {
        double[][] hidden = conv(layer.first(), concatElu(x));
        if (layer.context().isPresent()) {
            hidden = sum(hidden, conv(layer.context().get(), concatElu(context)));
        }
        return sum(x, gate(conv(layer.second(), concatElu(hidden))));
    }

    /** Mean zero and variance one over channels, then gain and bias. */
    public double[][] layerNorm(LayerNorm layer, double[][] x) {
        float[] gain = parameters.get(layer.gain());
        float[] bias = parameters.get(layer.bias());
        double[][] y = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double mean = Arrays.stream(x[i]).average().orElseThrow();
            double variance = Arrays.stream(x[i])
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            double[] row = x[i];
            y[i] = new double[row.length];
            Arrays.setAll(y[i], c -> gain[c] * (row[c] - mean) / Math.sqrt(variance + 1e-5) + bias[c]);
        }
        return y;
    }

    /** softmax(Q·Kᵀ/√d)·V in each head. */
    public static double[][] attention(double[][] qkv, int heads) {
        int f = qkv[0].length / 3;
        int d = f / heads;
        double[][] y = new double[qkv.length][f];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < qkv.length; i++) {
                double[] weight = new double[qkv.length];
                double total = 0;
                for (int j = 0; j < qkv.length; j++) {
                    double score = 0;
                    for (int c = head * d; c < (head + 1) * d; c++) {
                        score += qkv[i][c] * qkv[j][f + c];
                    }
                    weight[j] = Math.exp(score / Math.sqrt(d));
                    total += weight[j];
                }
                for (int j = 0; j < qkv.length; j++) {
                    for (int c = head * d; c < (head + 1) * d; c++) {
                        y[i][c] += weight[j] / total * qkv[j][2 * f + c];
                    }
                }
            }
        }
        return y;
    }

    /** Gated attention, with what is learned about positions. */
    public double[][] gatedAttention(GatedAttention layer, double[][] x, float[] positions) {
        double[][] placed = new double[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                placed[i][j] = x[i][j] + positions[i * x[0].length + j];
            }
        }
        double[][] attended = attention(conv(layer.first(), placed), layer.heads());
        return sum(x, gate(conv(layer.second(), attended)));
    }

    private float[] positions(Optional<Parameter> p) {
        return p.map(parameters::get).orElse(new float[0]);
    }

    private double[][] block(GatedBlock b, double[][] x, double[][] context, float[] positions) {
        double[][] y = gatedConv(b.conv(), x, context);
        if (b.first().isPresent()) {
            y = layerNorm(b.first().get(), y);
        }
        return b.attention().isPresent()
                ? layerNorm(
                        b.second().orElseThrow(), gatedAttention(b.attention().get(), y, positions))
                : y;
    }

    /** The conditioner. */
    public double[][] net(GatedConvNet net, double[][] x, double[][] context) {
        double[][] y = conv(net.in(), x);
        float[] positions = positions(net.positions());
        for (GatedBlock b : net.blocks()) {
            y = block(b, y, context, positions);
        }
        return conv(net.out(), net.style().outerElu() ? concatElu(y) : y);
    }

    /** The context network. */
    public double[][] contextNet(ContextNet net, double[][] x) {
        double[][] y = conv(net.first(), x);
        for (GatedBlock block : net.blocks()) {
            y = block(block, y, new double[0][0], positions(net.positions()));
        }
        return y;
    }
}
