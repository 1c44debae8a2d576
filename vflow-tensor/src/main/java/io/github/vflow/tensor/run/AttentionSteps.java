package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;

/**
 * Steps for attention: one head of one row at a time, {@value #TILE} queries at a time, so that scores [t, queries] stay in the
 * second-level cache. Queries stand in the lanes: heads are narrow, rows of positions are long.
 */
final class AttentionSteps {
    private static final int TILE = 64;

    private final BufferPlan plan;
    private final Kernels kernels;
    private final Workers workers;
    private final Scratch scratch;

    AttentionSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Attention op, int y) {
        int rows = op.qkv().shape().dim(0);
        int qkv = plan.offset(op.qkv());
        int chunks = rows * op.heads();
        Head shape = new Head(op.qkv().shape().dim(1), op.width(), op.heads() * op.width());
        int each = shape.scratch();
        int memory = scratch.take(each * chunks);
        return switch (op) {
            case Attention.Attend _ ->
                workers.parallel(chunks, (m, chunk) -> {
                    int row = chunk / op.heads();
                    int head = chunk % op.heads() * shape.d;
                    shape.attend(m, shape.qkv(qkv, row) + head, shape.out(y, row) + head, memory + chunk * each);
                });
            case Attention.AttendGradient g -> {
                int cotangent = plan.offset(g.g());
                yield workers.parallel(chunks, (m, chunk) -> {
                    int row = chunk / op.heads();
                    int head = chunk % op.heads() * shape.d;
                    int from = shape.out(cotangent, row) + head;
                    shape.gradient(
                            m, shape.qkv(qkv, row) + head, from, shape.qkv(y, row) + head, memory + chunk * each);
                });
            }
        };
    }

    /** One head: t positions of d features, out of f features of all heads. */
    private final class Head {
        private final int t;
        private final int d;
        private final int f;

        Head(int t, int d, int f) {
            this.t = t;
            this.d = d;
            this.f = f;
        }

        int qkv(int base, int row) {
            return base + row * t * 3 * f;
        }

        int out(int base, int row) {
            return base + row * t * f;
        }

        /** A tile of queries and one of results, two tiles of scores, sums, and what keys and values get. */
        int scratch() {
            return 2 * d * TILE + 2 * t * TILE + TILE + t * d + 1;
        }

        /** Weights [t, n] of the keys for n queries from one on, into s; their transposed scaled features into q. */
        private void weights(float[] m, int qkv, int from, int n, int q, int s, int scale) {
            kernels.matrices().transpose(m, qkv + from * 3 * f, q, new Turn(n, d, 3 * f, n));
            m[scale] = (float) (1 / Math.sqrt(d));
            kernels.binary().mul(m, q, scale, q, new Grid(1, d * n, 0, 0, 1, 0, 0));
            kernels.matrices().multiply(m, keys(qkv + f, t, d, n, q, s), 0, t);
            kernels.reductions().softmax(m, s, s, 1, t, n);
        }

        /** [positions, n] = features by position · [d, n]. */
        private Gemm keys(int a, int positions, int depth, int n, int b, int c) {
            return new Gemm(positions, n, depth, a, Axis.plain(3 * f, positions), Axis.plain(1, depth), b, n, c, n);
        }

        /** [d, n] = features by position, transposed · [t, n]. */
        private Gemm mixed(int a, int n, int b, int c) {
            return new Gemm(d, n, t, a, Axis.plain(1, d), Axis.plain(3 * f, t), b, n, c, n);
        }

        /** [t, d] = scores [t, n] · features of n positions that lie rowStep apart. */
        private Gemm spread(int a, int n, int b, int rowStep, int c, int cRow) {
            return new Gemm(t, d, n, a, Axis.plain(n, t), Axis.plain(1, n), b, rowStep, c, cRow);
        }

        void attend(float[] m, int qkv, int y, int q) {
            int result = q + d * TILE;
            int s = result + d * TILE;
            int scale = s + 2 * t * TILE;
            for (int from = 0; from < t; from += TILE) {
                int n = Math.min(TILE, t - from);
                weights(m, qkv, from, n, q, s, scale);
                kernels.matrices().multiply(m, mixed(qkv + 2 * f, n, s, result), 0, d);
                kernels.matrices().transpose(m, result, y + from * f, new Turn(d, n, n, f));
            }
        }

        void gradient(float[] m, int qkv, int g, int into, int q) {
            int turned = q + d * TILE;
            int s = turned + d * TILE;
            int slopes = s + t * TILE;
            int sums = slopes + t * TILE;
            int part = sums + TILE;
            int scale = part + t * d;
            for (int from = 0; from < t; from += TILE) {
                int n = Math.min(TILE, t - from);
                weights(m, qkv, from, n, q, s, scale);
                add(
                        m,
                        spread(s, n, g + from * f, f, from == 0 ? into + 2 * f : part, from == 0 ? 3 * f : d),
                        into + 2 * f);
                kernels.matrices().transpose(m, g + from * f, turned, new Turn(n, d, f, n));
                kernels.matrices().multiply(m, keys(qkv + 2 * f, t, d, n, turned, slopes), 0, t);
                scores(m, s, slopes, sums, n);
                // the queries' own scale: they are scaled already where they meet the keys
                kernels.matrices().multiply(m, mixed(qkv + f, n, slopes, turned), 0, d);
                kernels.binary().mul(m, turned, scale, turned, new Grid(1, d * n, 0, 0, 1, 0, 0));
                kernels.matrices().transpose(m, turned, into + from * 3 * f, new Turn(d, n, n, 3 * f));
                kernels.matrices().transpose(m, q, turned, new Turn(d, n, n, d));
                add(m, spread(slopes, n, turned, d, from == 0 ? into + f : part, from == 0 ? 3 * f : d), into + f);
            }
        }

        /** The product, added to what is there unless it was made right there. */
        private void add(float[] m, Gemm product, int into) {
            kernels.matrices().multiply(m, product, 0, t);
            if (product.c() != into) {
                kernels.binary().add(m, into, product.c(), into, new Grid(t, d, 3 * f, 3 * f, 1, d, 1));
            }
        }

        /** From slopes by weight to slopes by score, in place: s·(slope − Σ s·slope). */
        private void scores(float[] m, int s, int slopes, int sums, int n) {
            Grid all = new Grid(1, t * n, 0, 0, 1, 0, 1);
            kernels.binary().mul(m, slopes, s, slopes, all);
            kernels.reductions().sum(m, slopes, sums, 1, t, n);
            Grid rows = new Grid(t, n, n, n, 1, 0, 1);
            kernels.binary().mul(m, s, sums, s, rows);
            kernels.binary().sub(m, slopes, s, slopes, all);
        }
    }
}
