package io.github.vflow.tensor.lower;

import io.github.vflow.tensor.exact.Logistics;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.MixtureKernels;
import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/**
 * Steps for mixtures. Kernels take columns, or rows of whole vectors of contiguous components, which may be parts of longer rows.
 * Other rows, and those of an inverse, are transposed into columns, a tile at a time. Where float32 sums fail, kernels answer NaN,
 * and the step computes the mixture in double precision.
 */
final class MixtureSteps {
    /** Mixtures of a tile: with parameters and results it fits the first-level cache. */
    private static final int TILE = 32;

    /** Columns of a chunk. */
    private static final int CHUNK = 256;

    private final BufferPlan plan;
    private final MixtureKernels kernels;
    private final MatrixKernels matrices;
    private final int lanes;
    private final Workers workers;
    private final Scratch scratch;

    MixtureSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels.mixtures();
        this.matrices = kernels.matrices();
        this.lanes = kernels.lanes();
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Mixture op, int y) {
        Shape s = op.logits().shape();
        int inner = s.product(op.axis() + 1, s.rank());
        int outer = s.product(0, op.axis());
        Offsets offsets = new Offsets(
                plan.offset(op.x()),
                plan.offset(op.logits()),
                plan.offset(op.means()),
                plan.offset(op.logScales()),
                op instanceof Mixture.LogOddsGradient g ? plan.offset(g.g()) : 0,
                y);
        if (inner > 1) {
            return columns(op, offsets, outer, inner);
        }
        // the order of sums depends on this choice, so it depends on the shape alone
        boolean whole = op.axis() == s.rank() - 1 && op.components() % Limits.LANES == 0;
        return whole && !(op instanceof Mixture.Inverse) ? rows(op, offsets, outer) : transposed(op, offsets, outer);
    }

    /** The offsets of operands and result. */
    private record Offsets(int x, int logits, int means, int logScales, int g, int y) {
        /** The offsets after some blocks, columns or rows. */
        Offsets at(int blocks, int from, int row, int results, int inner) {
            int wide = blocks * row * inner + from;
            return new Offsets(
                    x + blocks * inner + from,
                    logits + wide,
                    means + wide,
                    logScales + wide,
                    g + 2 * blocks * inner + from,
                    y + blocks * results * inner + from);
        }
    }

    /** The working memory of one worker. */
    private final class Workspace {
        private final Mixture op;
        private final float[] work;
        private final Logistics exact;
        private final double[] gradient;

        Workspace(Mixture op) {
            this.op = op;
            work = new float[columns(op, 1, 1).work()];
            exact = new Logistics(op.components(), op.floor());
            gradient = new double[3 * op.components()];
        }

        /** Computes columns: first mixtures, then others that fill a vector. */
        void compute(float[] m, Offsets p, int mixtures, Columns c) {
            switch (op) {
                case Mixture.LogOdds _ -> kernels.logOdds(m, p.x, p.logits, p.means, p.logScales, p.y, work, c);
                case Mixture.LogOddsGradient _ ->
                    kernels.gradient(m, p.x, p.logits, p.means, p.logScales, p.g, p.y, work, c);
                case Mixture.Inverse _ -> kernels.inverse(m, p.x, p.logits, p.means, p.logScales, p.y, work, c);
            }
            for (int i = 0; i < mixtures; i++) {
                if (Float.isNaN(m[p.y + i])) {
                    load(m, p, i, c.step());
                    repeat(m, p.x + i, p.g + i, p.y + i, c.step());
                }
            }
        }

        void compute(float[] m, Offsets p, int memory, ComponentRows r) {
            if (op instanceof Mixture.LogOddsGradient) {
                kernels.gradient(m, p.x, p.logits, p.means, p.logScales, p.g, p.y, memory, r);
            } else {
                kernels.logOdds(m, p.x, p.logits, p.means, p.logScales, p.y, memory, r);
            }
            for (int i = 0; i < r.mixtures(); i++) {
                int y = p.y + i * r.yRow();
                if (Float.isNaN(m[y])) {
                    load(m, p, i * r.row(), 1);
                    repeat(m, p.x + i, p.g + 2 * i, y, 1);
                }
            }
        }

        private void load(float[] m, Offsets p, int first, int step) {
            for (int k = 0; k < op.components(); k++) {
                int at = first + k * step;
                exact.component(k, m[p.logits + at], m[p.means + at], m[p.logScales + at]);
            }
        }

        private void repeat(float[] m, int x, int g, int y, int step) {
            switch (op) {
                case Mixture.LogOdds _ -> {
                    m[y] = (float) exact.logOdds(m[x]);
                    m[y + step] = (float) exact.logSlope();
                }
                case Mixture.LogOddsGradient _ -> {
                    exact.gradient(m[x], m[g], m[g + step], gradient);
                    for (int r = 0; r < gradient.length; r++) {
                        m[y + r * step] = (float) gradient[r];
                    }
                }
                case Mixture.Inverse _ -> m[y] = (float) exact.inverse(m[x]);
            }
        }
    }

    /** ln ρ at the floor. */
    private static float mostLogRate(Mixture op) {
        return (float) Math.min(MixtureKernels.LARGEST_LOG_RATE, -op.floor());
    }

    private static Columns columns(Mixture op, int count, int step) {
        return new Columns(count, op.components(), step, mostLogRate(op));
    }

    private Workspace[] workspaces(Mixture op) {
        Workspace[] workspaces = new Workspace[workers.count()];
        Arrays.setAll(workspaces, _ -> new Workspace(op));
        return workspaces;
    }

    /** Mixtures in columns, read in place. */
    private Step columns(Mixture op, Offsets offsets, int outer, int inner) {
        int n = op.components();
        int results = op.shape().dim(op.axis());
        Columns whole = columns(op, Math.min(inner, CHUNK), inner);
        int pieces = (inner + CHUNK - 1) / CHUNK;
        Columns last = whole.mixtures(inner - (pieces - 1) * CHUNK);
        Workspace[] workspaces = workspaces(op);
        Offsets[] at = new Offsets[outer * pieces];
        Arrays.setAll(at, i -> offsets.at(i / pieces, i % pieces * CHUNK, n, results, inner));
        return workers.placed(at.length, (m, i, worker) -> {
            Columns piece = i % pieces == pieces - 1 ? last : whole;
            workspaces[worker].compute(m, at[i], piece.mixtures(), piece);
        });
    }

    /** Mixtures in rows, read in place. */
    private Step rows(Mixture op, Offsets offsets, int count) {
        int row = plan.row(op.logits());
        int results = op.shape().dim(op.axis());
        int chunks = (count + TILE - 1) / TILE;
        ComponentRows whole = new ComponentRows(Math.min(TILE, count), op.components(), row, results, mostLogRate(op));
        ComponentRows last = whole.mixtures(count - (chunks - 1) * TILE);
        int room = Scratch.aligned(whole.work());
        int memory = scratch.take(room * workers.count());
        Workspace[] workspaces = workspaces(op);
        Offsets[] at = new Offsets[chunks];
        Arrays.setAll(at, i -> offsets.at(i * TILE, 0, row, results, 1));
        return workers.placed(
                chunks,
                (m, i, worker) ->
                        workspaces[worker].compute(m, at[i], memory + worker * room, i == chunks - 1 ? last : whole));
    }

    /** Mixtures in rows, transposed into columns tile by tile. */
    private Step transposed(Mixture op, Offsets offsets, int count) {
        int n = op.components();
        int results = op.shape().dim(op.axis());
        int chunks = (count + TILE - 1) / TILE;
        int room = (4 + 3 * n + results) * TILE;
        int memory = scratch.take(room * workers.count());
        Workspace[] workspaces = workspaces(op);
        Tile whole = tile(op, Math.min(TILE, count));
        Tile last = tile(op, count - (chunks - 1) * TILE);
        Offsets[] from = new Offsets[chunks];
        Arrays.setAll(from, i -> offsets.at(i * TILE, 0, n, results, 1));
        Offsets[] to = new Offsets[workers.count()];
        Arrays.setAll(to, i -> inTile(memory + i * room, n));
        return workers.placed(chunks, (m, i, worker) -> {
            Tile tile = i == chunks - 1 ? last : whole;
            Offsets a = from[i];
            Offsets b = to[worker];
            System.arraycopy(m, a.x, m, b.x, tile.parameters.rows());
            matrices.transpose(m, a.logits, b.logits, tile.parameters);
            matrices.transpose(m, a.means, b.means, tile.parameters);
            matrices.transpose(m, a.logScales, b.logScales, tile.parameters);
            if (op instanceof Mixture.LogOddsGradient) {
                matrices.transpose(m, a.g, b.g, tile.cotangents);
            }
            workspaces[worker].compute(m, b, tile.parameters.rows(), tile.columns);
            matrices.transpose(m, b.y, a.y, tile.results);
        });
    }

    private static Offsets inTile(int at, int n) {
        int x = at;
        int g = x + TILE;
        int logits = g + 2 * TILE;
        int means = logits + n * TILE;
        int logScales = means + n * TILE;
        return new Offsets(x, logits, means, logScales, g, logScales + n * TILE);
    }

    /** The transpositions of a tile and of its results. */
    private record Tile(Columns columns, Transpose parameters, Transpose cotangents, Transpose results) {}

    private Tile tile(Mixture op, int count) {
        int n = op.components();
        int results = op.shape().dim(op.axis());
        // an inverse would look for the roots of the columns that fill a vector
        int filled = op instanceof Mixture.Inverse ? count : Math.max(count, lanes);
        return new Tile(
                columns(op, filled, TILE),
                new Transpose(count, n, n, TILE),
                new Transpose(count, 2, 2, TILE),
                new Transpose(results, count, TILE, results));
    }
}
