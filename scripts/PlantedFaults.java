import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Proves that the tests bite: plants one fault after another in a copy of the sources and expects the tests of its module to
 * fail. Run it from the root of the repository with JDK 25: {@code java scripts/PlantedFaults.java}; with arguments, only
 * faults whose name contains one of them. All of them take about half an hour. Exit code 0 means that every fault was caught.
 */
final class PlantedFaults {
    private static final String TENSOR = "vflow-tensor/src/main/java/io/github/vflow/tensor/";
    private static final String NN = "vflow-nn/src/main/java/io/github/vflow/nn/";
    private static final String FLOW = "vflow-flow/src/main/java/io/github/vflow/flow/";
    private static final String IMAGE = "vflow-image/src/main/java/io/github/vflow/image/";
    private static final String TABLE = "vflow-table/src/main/java/io/github/vflow/table/";
    private static final String CLI = "vflow-cli/src/main/java/io/github/vflow/cli/";

    /** A fault: in a file, the first occurrence of a text is replaced. */
    record Fault(String name, String file, String was, String becomes) {
        String module() {
            return file.substring(0, file.indexOf('/'));
        }
    }

    private static final List<Fault> FAULTS = List.of(
            new Fault("ActNorm: logDet of the inverse has the wrong sign", FLOW + "bijector/ActNorm.java",
                    "logDet(g).negate()", "logDet(g)"),
            new Fault("ActNorm: inverse forgets the shift", FLOW + "bijector/ActNorm.java",
                    "y.minus(shift.in(y.trace())).dividedBy(g)", "y.dividedBy(g)"),
            new Fault("ActNorm: ln g without |·|", FLOW + "bijector/ActNorm.java", "g.abs().log()", "g.log()"),
            new Fault("InvertibleLinear: logDet of the inverse has the wrong sign", FLOW + "bijector/InvertibleLinear.java",
                    "w.logAbsDet().negate()", "w.logAbsDet()"),
            new Fault("InvertibleLinear: transposed W", FLOW + "bijector/InvertibleLinear.java",
                    "x.matmul(w), w.logAbsDet()", "x.matmul(w, false, true), w.logAbsDet()"),
            new Fault("LuLinear: logDet misses a term", FLOW + "bijector/LuLinear.java",
                    "logScale.in(t).sum(0));", "logScale.in(t).slice(0, 1, logScale.shape().dim(0)).sum(0));"),
            new Fault("Permutation: inverse is the permutation itself", FLOW + "bijector/Permutation.java",
                    "y.permute(1, back)", "y.permute(1, order)"),
            new Fault("FillUnknown: forgets the scale of missing cells", FLOW + "surjection/FillUnknown.java",
                    ".times(known.negate().plus(1))", ".times(known.negate().plus(1)).times(0)"),
            new Fault("SubsetDensity: volume of known dimensions", FLOW + "distribution/SubsetDensity.java",
                    "known.minus(1).times(constant", "known.negate().times(constant"),
            new Fault("Defence: the flow keeps its whole share", FLOW + "distribution/Defence.java",
                    "Math.log(flowShare())", "0"),
            new Fault("Stacking: keeps the shares of training", FLOW + "train/Stacking.java",
                    "shares[1] * (1 - student) / (1 - shares[2])", "0"),
            new Fault("Standardization: logDet has the wrong sign", FLOW + "data/Standardization.java",
                    "s -> -Math.log(s)", "s -> Math.log(s)"),
            new Fault("Standardization: in float32", FLOW + "data/Standardization.java",
                    "(x[i] - mean[j]) / std[j]", "((float) x[i] - (float) mean[j]) / (float) std[j]"),
            new Fault("Standardization: a column that float32 cannot resolve passes", FLOW + "data/Standardization.java",
                    "given <= FEW ? left < given : 2 * left < Math.min(given, ENOUGH)", "left < 2"),
            new Fault("Standardization: a constant with rounding errors passes", FLOW + "data/Rows.java",
                    "isConstant(j) ? 0 : Math.sqrt", "Math.sqrt"),
            new Fault("ActNorm: starts without a bound", FLOW + "bijector/ActNorm.java", ".max(leastStd)", ""),
            new Fault("ActNorm: a constant starts at a million", FLOW + "bijector/ActNorm.java",
                    "std.greater(mean.abs().times(CONSTANT))", "std.greater(-1)"),
            new Fault("Logit: the Jacobian misses ln(1 − 2α)", FLOW + "bijector/Logit.java",
                    ".negate().plus(Math.log(1 - 2 * alpha))", ".negate()"),
            new Fault("Chain: logDets are subtracted", FLOW + "bijector/Chain.java",
                    "before.logDet().plus(next.logDet())", "before.logDet().minus(next.logDet())"),
            new Fault("Coupling: the halves change places", FLOW + "bijector/Coupling.java",
                    "Tensor.concat(1, kept, changed.value())", "Tensor.concat(1, changed.value(), kept)"),
            new Fault("Affine: the inverse forgets to negate the scale", FLOW + "transformer/Affine.java",
                    "logScale(theta).negate()", "logScale(theta)"),
            new Fault("Affine: sigmoid scale is not one at zero", FLOW + "transformer/Affine.java",
                    "Math.log1p(Math.exp(-2))", "Math.log1p(Math.exp(-1))"),
            new Fault("Mixture: the slope misses the total weight", TENSOR + "exact/Logistics.java",
                    "logSumExp(density) + total - cdf", "logSumExp(density) - cdf"),
            new Fault("Mixture: the density misses the scale", TENSOR + "exact/Logistics.java",
                    "lo + hi - logScales[k]", "lo + hi"),
            new Fault("Mixture: the gradient of the slope misses the scale's own part", TENSOR + "exact/Logistics.java",
                    "-z * byZ - b * inDensity", "-z * byZ"),
            new Fault("Mixture: log-scales under the floor keep a gradient", TENSOR + "exact/Logistics.java",
                    "floored[k] ? 0 : -z * byZ - b * inDensity", "-z * byZ - b * inDensity"),
            new Fault("Oracle: the slope of a mixture misses the total weight", TENSOR + "reference/PlainMixture.java",
                    "                + logSumExp(logits)\n", ""),
            new Fault("Oracle: the density of a mixture misses the scale", TENSOR + "reference/PlainMixture.java",
                    "- softplus(z(k, x)) - logScales[k]", "- softplus(z(k, x))"),
            new Fault("Oracle: log-scales under the floor keep a gradient", TENSOR + "reference/PlainMixture.java",
                    "floored[k] ? 0 : -z * byZ - density", "-z * byZ - density"),
            new Fault("Oracle: a pivot is not looked for", TENSOR + "reference/GaussJordan.java", "swap(j, largest(j));", ""),
            new Fault("Exact: the rows of an inverse stay where they were", TENSOR + "exact/SquareMatrix.java",
                    "double y = rows[i] == j ? 1 : 0;", "double y = i == j ? 1 : 0;"),
            new Fault("Exact: an orthogonal factor has the other signs", TENSOR + "exact/Householder.java",
                    "negative[k] = length > 0;", "negative[k] = length < 0;"),
            new Fault("Mixture: float32 sums are believed that have lost components", TENSOR + "kernel/MixtureKernels.java",
                    "float SMALLEST = 1e-28f", "float SMALLEST = 0f"),
            new Fault("Paper mixture: the Jacobian misses ln 0.9", FLOW + "transformer/PaperLogisticMixture.java",
                    ".plus(Math.log(WIDTH))", ""),
            new Fault("Spline: the slope misses its numerator", FLOW + "transformer/SplineBin.java",
                    ".plus(numerator.log())", ""),
            new Fault("Spline: the slopes of a bin change places", FLOW + "transformer/SplineParameters.java",
                    "slope(slopes.pad(2, 1, 0)", "slope(slopes.pad(2, 0, 1)"),
            new Fault("Spline: the other root where b is negative", FLOW + "transformer/SplineBin.java",
                    "root.minus(b));", "root.plus(b));"),
            new Fault("MADE: a dimension sees itself", FLOW + "bijector/autoregressive/Made.java",
                    "more -> more > 0", "more -> more >= 0"),
            new Fault("Autoregressive steps: the order stays", FLOW + "RowArchitecture.java",
                    "k > 0 && spec.linear()", "k < 0 && spec.linear()"),
            new Fault("Normal: the constant has the wrong dimension", FLOW + "distribution/StandardNormal.java",
                    ".minus(d * HALF_LOG_TWO_PI)", ".minus(HALF_LOG_TWO_PI)"),
            new Fault("Student t: a draw is its normal", FLOW + "distribution/StudentT.java",
                    "a.times(growth(y).sqrt())", "a"),
            new Fault("Mixture base: the density forgets the weights", FLOW + "distribution/GaussianMixture.java",
                    "logWeights.minus(s.sum(1))", "s.sum(1).negate()"),
            new Fault("MADE: a block forgets what it is given", FLOW + "bijector/autoregressive/Made.java",
                    "h = h.plus(layers.get(i + 1).apply(activation.apply(inside)));",
                    "h = layers.get(i + 1).apply(activation.apply(inside));"),
            new Fault("Posterior: log q without the Jacobian", FLOW + "distribution/Posterior.java",
                    "StandardNormal.INSTANCE.logProb(noise).minus(z.logDet())", "StandardNormal.INSTANCE.logProb(noise)"),
            new Fault("ELBO: + log q", FLOW + "surjection/Augment.java", "z.logProb().negate()", "z.logProb()"),
            new Fault("Importance weights: a sum instead of a mean", FLOW + "evaluation/ImportanceEstimate.java",
                    "max + Math.log(mean)", "max + Math.log(sum)"),
            new Fault("Importance weights: standard error of a sum", FLOW + "evaluation/ImportanceEstimate.java",
                    "Math.sqrt(variance / n) / mean", "Math.sqrt(variance) / mean"),
            new Fault("Theorem 1: inputs and outputs embedded alike", FLOW + "Theorem1.java",
                    "isLastLayer(path) ? outputs() : all(", "isLastLayer(path) ? all(o.shape().dim(o.shape().rank() - 1)) : all("),
            new Fault("Batches: off by one at the end of an epoch", FLOW + "train/RowBatches.java",
                    "(int) (position % order.length)", "(int) (position % Math.max(1, order.length - 1))"),
            new Fault("Adam: first moment without bias correction", NN + "optim/Adam.java",
                    "learningRate * root / c1", "learningRate * root"),
            new Fault("Adam: ε in the other place", NN + "optim/Adam.java",
                    "form == Form.KINGMA_BA ? epsilon * root : epsilon", "form == Form.KINGMA_BA ? epsilon : epsilon * root"),
            new Fault("Clip: the norm is not a root", NN + "optim/Clip.java", ".sum().sqrt()", ".sum()"),
            new Fault("Data init: layers see the old value", NN + "Parameter.java",
                    "trace.replaceNote(this, value);", ""),
            new Fault("Gradient: broadcast is not summed back", TENSOR + "autodiff/Rules.java",
                    "target.dim(axis) == 1 && size > 1", "target.dim(axis) == 1 && size > 2"),
            new Fault("Gradient: division forgets the minus", TENSOR + "autodiff/Rules.java",
                    "narrow(ga.times(y), y.shape(), b.shape()).negate()", "narrow(ga.times(y), y.shape(), b.shape())"),
            new Fault("Gradient: slice padded on the wrong side", TENSOR + "autodiff/Rules.java",
                    "full.pad(s.axis(), s.from(), s.x().shape().dim(s.axis()) - s.to())",
                    "full.pad(s.axis(), s.x().shape().dim(s.axis()) - s.to(), s.from())"),
            new Fault("Gradient: log|det| without the transpose", TENSOR + "autodiff/Rules.java",
                    ".inverse().transpose(1, 0)", ".inverse()"),
            new Fault("Gradient: the untaken branch leaks", TENSOR + "autodiff/Rules.java",
                    "mask.select(g, zero), y.shape(), s.a().shape()", "g, y.shape(), s.a().shape()"),
            new Fault("Gradient: tiles of a slice in the wrong place", TENSOR + "autodiff/Cotangents.java",
                    "end = range.to;", "end = range.to + 1;"),
            new Fault("Mixture inverse: the implicit gradient has the wrong sign", TENSOR + "autodiff/MixtureRule.java",
                    "gy.negate().pad", "gy.pad"),
            new Fault("Layout: product with an untransposed weight", TENSOR + "plan/BatchLast.java",
                    "matmul(x, !m.transposeB(), false)", "matmul(x, m.transposeB(), false)"),
            new Fault("Plan: a value dies one step early", TENSOR + "plan/BufferPlan.java",
                    "extend(lives, v, t, t);", "extend(lives, v, Math.max(0, t - 1), Math.max(0, t - 1));"),
            new Fault("Kernel: exp loses its last term", TENSOR + "vector/lane/VectorMath.java",
                    "p = p.fma(r, FloatVector.broadcast(Lanes.F, 5.0000001201E-1f));",
                    "p = p.fma(r, FloatVector.broadcast(Lanes.F, 5.0000101201E-1f));"),
            new Fault("Kernel: off by one in the rows of a product", TENSOR + "vector/matrix/RowPairs.java",
                    "for (; i + 2 <= to; i += 2)", "for (; i + 3 <= to; i += 2)"),
            new Fault("Images: the gradient of a kernel is off by a row", TENSOR + "lower/convolution/ConvolutionSteps.java",
                    "padded + of * p.row()", "padded + (of + 1) % p.height() * p.row()"),
            new Fault("Images: the gradient of elu is one everywhere", TENSOR + "autodiff/Rules.java",
                    "y.min(0).plus(1)", "y.min(0).times(0).plus(1)"),
            new Fault("Images: attention forgets 1/√d", TENSOR + "lower/attention/WideLayout.java",
                    "Math.log(2) * Math.sqrt(d)", "Math.log(2)"),
            new Fault("Images: attention forgets what a new largest score does to what was gathered", TENSOR + "lower/attention/WideForward.java",
                    "(m, _, at) -> kernels.binary().mul(m, at + result, at + toScale, at + result, byQuery),", ""),
            new Fault("Images: the slopes of attention are not centred", TENSOR + "lower/attention/WideBackward.java",
                    "kernels.binary().mul(m, g, y, products, now.means);", ""),
            new Fault("Images: a Winograd tile has a wrong sign", TENSOR + "lower/convolution/Winograd.java",
                    "{0.5f, -0.5f, 0.5f}", "{0.5f, 0.5f, 0.5f}"),
            new Fault("Kernel: pieces of a product are not added", TENSOR + "lower/step/Product.java",
                    "kernels.add(m, whole, piece, c + from * whole.cRow(), to - from);", ""),
            new Fault("Fusion: a shared row is laid out for the rows of one operation only", TENSOR + "lower/tile/TileOps.java",
                    "new Shared(x, tiles.rows(r), r.columns())", "new Shared(x, 0, r.columns())"),
            new Fault("Shards: a shard begins where the last one does", TENSOR + "run/ParallelShards.java",
                    "last = programs[i];", ""),
            new Fault("Shards: what comes of one goes to the place of the first", TENSOR + "run/ParallelShards.java",
                    "output.name() + shard", "output.name() + 0"),
            new Fault("Shards: gradients are added, not averaged", FLOW + "train/TrainingProgram.java",
                    "sum.times(1.0 / plan.shards())", "sum"),
            new Fault("Shards: all have the noise of the first", FLOW + "train/ShardedStep.java",
                    "noise, i * shards[i].noise.length", "noise, 0"),
            new Fault("Segment: one segment too many is kept", TENSOR + "autodiff/Segment.java",
                    "mode.begun > mode.recomputed", "mode.begun >= mode.recomputed"),
            new Fault("Images: a gate loses its residual", NN + "layer/Gate.java",
                    "x.plus(ab.slice(3, 0, c / 2).times(ab.slice(3, c / 2, c).sigmoid()))",
                    "ab.slice(3, 0, c / 2).times(ab.slice(3, c / 2, c).sigmoid())"),
            new Fault("Images: layer norm without its gain", NN + "layer/LayerNorm.java", ".times(gain.in(x.trace()))", ""),
            new Fault("Images: a checkerboard swaps even rows in one direction", FLOW + "bijector/image/Split.java",
                    "return COLUMNS.split(oddRowsSwapped(x));", "return COLUMNS.split(x);"),
            new Fault("Images: logDet of a spatial ActNorm misses half of the channels", FLOW + "bijector/image/SpatialActNorm.java",
                    "plus(shift(x.trace())), g.log().sum())",
                    "plus(shift(x.trace())), g.slice(2, 0, g.shape().dim(2) / 2).log().sum())"),
            new Fault("Images: logDet of a 1×1 convolution misses the positions", FLOW + "bijector/image/Invertible1x1Conv.java",
                    ".times(x.shape().dim(1) * x.shape().dim(2))", ""),
            new Fault("Images: logDet of a sigmoid has the wrong sign", FLOW + "bijector/Sigmoid.java",
                    "PerRow.sum(slope)", "PerRow.sum(slope).negate()"),
            new Fault("Images: ln r has the wrong sign of the volume", FLOW + "distribution/Dequantizer.java",
                    "minus(u.logDet())", "plus(u.logDet())"),
            new Fault("Images: the bound forgets the levels", FLOW + "bijector/Scale.java",
                    "d * Math.log(Math.abs(factor))", "0.0 * d"),
            new Fault("Images: a published mixture forgets the lower tail", FLOW + "transformer/MixtureParameters.java",
                    "logSlope.plus(value.logSigmoid())", "logSlope"),
            new Fault("Images: a step and its inverse have different masks", NN + "layer/Dropout.java",
                    "byLayer.computeIfAbsent(layer, ", "byLayer.computeIfAbsent(layer + byLayer.size(), "),
            new Fault("Images: what leaves is all that counts for the volume", FLOW + "bijector/image/FactorOut.java",
                    "first.logDet().plus(second.logDet())", "second.logDet()"),
            new Fault("Images: no drift is too much", FLOW + "train/DriftCheck.java", "d -> d <= LIMIT", "d -> d <= 1e9"),
            new Fault("Images: all labels are the first", FLOW + "Model.java",
                    "row.slice(1, features, width())", "row.slice(1, features, width()).times(0)"),
            new Fault("Trust: a density is NaN", FLOW + "evaluation/ImportanceEstimate.java",
                    "return bound < Double.POSITIVE_INFINITY ? bound : Double.NEGATIVE_INFINITY;", "return bound;"),
            new Fault("Trust: two threads share an evaluator", FLOW + "evaluation/Evaluator.java",
                    "if (!busy.compareAndSet(false, true)) {", "if (!busy.compareAndSet(false, true) && programs.areClosed()) {"),
            new Fault("Trust: an image alone has another score", FLOW + "evaluation/Programs.java",
                    "model.hasPositions() ?", "!model.hasPositions() ?"),
            new Fault("Trust: all samples of a score have one noise", FLOW + "evaluation/Noise.java",
                    "System.arraycopy(vectors, sample * size", "System.arraycopy(vectors, 0 * sample * size"),
            new Fault("Trust: a score depends on its place", FLOW + "evaluation/BoundProgram.java",
                    "noise.fill(rows, row * width,", "noise.fill(rows, 0,"),
            new Fault("Trust: a source of another width is trained on", FLOW + "train/Batch.java",
                    "if (source.width() != model.width()) {", "if (source.width() > model.width()) {"),
            new Fault("Trust: divergence is found at evaluations only", FLOW + "train/Trainer.java",
                    "if (!Double.isFinite(loss)) {", "if (!Double.isFinite(loss) && isEvaluated(step + 1)) {"),
            new Fault("Trust: parameters behind the last step are not checked", FLOW + "train/Trainer.java",
                    "if (next.notFinite(model.parameters()).isPresent()) {", "if (next.notFinite(model.parameters()).isPresent() && steps < plan.steps()) {"),
            new Fault("Trust: a failed training keeps the last parameters", FLOW + "train/Trainer.java",
                    "model.parameters().set(run.state.chosen());", "model.parameters().set(run.state.parameters());"),
            new Fault("Trust: a bad validation row ends validation silently", FLOW + "train/Trainer.java",
                    "bound == Double.NEGATIVE_INFINITY && state.best() == null", "bound == Double.POSITIVE_INFINITY && state.best() == null"),
            new Fault("Trust: a stop between evaluations is not heard", FLOW + "train/Trainer.java",
                    "stopped = stop.getAsBoolean() || Thread", "stopped = isEvaluated(step + 1) && stop.getAsBoolean() || Thread"),
            new Fault("Trust: an interrupt is not heard", FLOW + "train/Trainer.java",
                    " || Thread.currentThread().isInterrupted()", ""),
            new Fault("Trust: a signal leaves no checkpoint", CLI + "training/TrainingSession.java",
                    "        if (checkpoint == null) {\n            save(to);", "        if (checkpoint == null) {\n            to.hashCode();"),
            new Fault("Trust: a failed training writes no model", CLI + "training/TrainingSession.java",
                    "            rescue(e);\n", ""),
            new Fault("Training: the noise of a step is that of the last one, shifted", FLOW + "train/Batch.java",
                    "normals.normal(number * RandomStream.positions(noise.length), noise)", "normals.normal(number, noise)"),
            new Fault("Training: dropout has one mask for all steps", FLOW + "train/TrainingPlan.java",
                    "generator(step * shards + shard)", "generator(shard)"),
            new Fault("Training: warm-up does nothing", NN + "optim/Schedule.java",
                    "then.at(step) * Math.min(1, (double) step / steps)", "then.at(step)"),
            new Fault("Training: not the average is evaluated", FLOW + "train/Trainer.java",
                    "evaluator.parameters(state.current())", "evaluator.parameters(state.parameters())"),
            new Fault("Training: reports are means since the start", FLOW + "train/Trainer.java",
                    "                    sum = 0;\n                    summed = 0;\n", ""),
            new Fault("Sampler: labels start again in each chunk", FLOW + "Sampler.java",
                    "given.apply(first + i)", "given.apply(i)"),
            new Fault("Random: evaluation has the noise of training", TENSOR + "random/Purpose.java",
                    "EVALUATION_NOISE(2)", "EVALUATION_NOISE(1)"),
            new Fault("Random: neighbouring generators are one sequence, shifted", TENSOR + "random/RandomStream.java",
                    "return new SplittableRandom((long) words[0] << Integer.SIZE | Integer.toUnsignedLong(words[1]));",
                    "return new SplittableRandom(seed + position * 0x9E3779B97F4A7C15L);"),
            new Fault("Random: all parameters start from one sequence", NN + "Parameters.java",
                    "stream.generator(hash(p.name()))", "stream.generator(0)"),
            new Fault("Random: every epoch has the same order", FLOW + "train/RowBatches.java",
                    "orders.generator(wanted)", "orders.generator(0)"),
            new Fault("Threads: claims of chunks are lost", TENSOR + "lower/step/WorkerThreads.java",
                    "if (claimed.compareAndSet(counter, c, c + 1)) {", "claimed.set(counter, c + 1);\n                if (c >= 0) {"),
            new Fault("Threads: those of an unclosed executable never end", TENSOR + "lower/step/Helpers.java",
                    "register(owner, this::end)", "register(this, this::end)"),
            new Fault("Threads: those of an executable in use end", TENSOR + "lower/step/Helpers.java",
                    "register(owner, this::end)", "register(new Object(), this::end)"),
            new Fault("Images: the last chunk has as many strips as the others", TENSOR + "lower/convolution/ImageStrips.java",
                    "Math.min(together, count() - chunk * together)", "together"),
            new Fault("Products: the last part of a tall matrix is a whole one", TENSOR + "lower/TallProduct.java",
                    "part == parts.count() - 1 ? last : whole", "whole"),
            new Fault("Fusion: a whole that is read in parts is not waited for", TENSOR + "plan/Fusion.java",
                    "wholes.contains(storage.root(v).whole()) && !inStep", "wholes.isEmpty() && inStep"),
            new Fault("Output: a failed write to standard output is a success", CLI + "console/StandardOutput.java",
                    "            throw new UncheckedIOException(new IOException(", "            new UncheckedIOException(new IOException("),
            new Fault("Output: a hard link to an input is overwritten", CLI + "console/OutputFiles.java",
                    "Files.isSameFile(a, b)", "a.equals(b)"),
            new Fault("Output: control characters reach the terminal", CLI + "format/Printable.java",
                    "c == 0x2028", "c == 0x2027"),
            new Fault("Input: a row that cannot be scored is not counted", CLI + "data/ModelTable.java",
                    "reader.records() - scorable", "0"),
            new Fault("Input: a failure to read is said of the output", CLI + "data/ModelTable.java",
                    "throw new IllegalStateException(e);", "throw new java.io.UncheckedIOException(e);"),
            new Fault("Input: a batch of two billion rows is tried", CLI + "option/PlanOptions.java",
                    "BATCH.check(command, batch);", ""),
            new Fault("Messages: those of other threads are lost", CLI + "console/Failure.java",
                    " || e.getMessage() == null", ""),
            new Fault("Condition: its columns count in the Jacobian", FLOW + "Model.java",
                    "standardization.logDet(features)", "standardization.logDet(width())"),
            new Fault("Condition: draws are given raw values", FLOW + "Sampler.java",
                    "model.standardization().forward(model.features() + j, each[j])", "(float) each[j]"),
            new Fault("Condition: the names of parts of one's own are not written", FLOW + "io/Header.java",
                    "!rows.own().areNone()", "rows.own().areNone()"),
            new Fault("Objective: that of one's own is forgotten", FLOW + "train/Trainer.java",
                    "TrainingStep.of(model, plan, objective,", "TrainingStep.of(model, plan, Objective.meanBound(),"),
            new Fault("Argmax: the volume is forgotten", FLOW + "surjection/Argmax.java", ".plus(volume)", ""),
            new Fault("SignBits: the volume is forgotten", FLOW + "surjection/SignBits.java",
                    ".plus(u.value().logSigmoid().sum(1))", ""),
            new Fault("WholeNumbers: the scale is forgotten", FLOW + "surjection/WholeNumbers.java",
                    ".minus(columns * Math.log(scale))", ""),
            new Fault("Parallel: all parts share their noise", FLOW + "surjection/Parallel.java", "from += n;", ""),
            new Fault("Parameters: a view hides a use from the gradient", NN + "Parameter.java",
                    "trace.leaf(", "java.util.Objects.requireNonNull("),
            new Fault("Door: two threads share an evaluator", TABLE + "Pool.java",
                    "idle.getAndSet(place, null)", "idle.get(place)"),
            new Fault("Door: a stop is ignored", TABLE + "Fit.java",
                    "return stopped;", "return false;"),
            new Fault("Door: a step of one's own is not audited", TABLE + "Fit.java",
                    "OwnStepAudit.require(spec, recipe.seed());", ""),
            new Fault("Door: training that does not fit is begun", TABLE + "Fit.java",
                    "Heap.requireRoom(model, plan);", ""),
            new Fault("Statistics: standard error of a mean", FLOW + "evaluation/Mean.java",
                    "squares / (n - 1) / n", "squares / n / n"),
            new Fault("Statistics: parts of a row share their noise", FLOW + "evaluation/Noise.java",
                    "(sample + s) * RandomStream.positions(size)", "s * RandomStream.positions(size)"),
            new Fault("Statistics: test points are training points", CLI + "data/ToyData.java",
                    "seed ^ APART", "seed"),
            new Fault("Statistics: reconstruct never fails", CLI + "command/Reconstruct.java",
                    " && trip.worst() < LIMIT", ""),
            new Fault("Statistics: all rows have one noise", FLOW + "evaluation/Noise.java",
                    "purpose.stream(key(row, at, width))", "purpose.stream(seed)"),
            new Fault("Dequantize: + log r", FLOW + "surjection/Dequantize.java", "u.logProb().negate()", "u.logProb()"),
            new Fault("Bijective: no Jacobian", FLOW + "surjection/Bijective.java",
                    "new Lifted(v.value(), v.logDet())", "new Lifted(v.value(), v.logDet().times(0))"),
            new Fault("Base: the scale does not count", FLOW + "distribution/DiagonalNormal.java", ".minus(s.sum(0))", ""),
            new Fault("Files: a checkpoint's last parameters are taken for its best", FLOW + "io/Checkpoint.java",
                    "state.chosen()", "state.current()"),
            new Fault("Files: integers are taken for parameters", FLOW + "io/ModelFile.java",
                    "tensors.tensor(name, shape, Dtype.F32)", "tensors.tensor(name, shape)"),
            new Fault("Files: a damaged chunk of a PNG passes", IMAGE + "file/PngChunks.java",
                    "if (said != (int) crc.getValue()) {", "if (said == 1) {"),
            new Fault("Files: a write is not forced to the disk", NN + "io/AtomicFile.java",
                    "out.flush();\n            channel.force(true);", "out.flush();"),
            new Fault("Files: a rename is not forced to the disk", NN + "io/AtomicFile.java",
                    "        forceDirectory(directory);\n    }", "    }"),
            new Fault("Files: temporary files of killed writers stay", NN + "io/AtomicFile.java",
                    "temporaries.removeOrphans();", ""),
            new Fault("Files: a checksum without the sizes", NN + "io/Checksum.java",
                    "            number(size);", ""),
            new Fault("Files: parameters that a file does not hold are declared", NN + "Parameters.java",
                    "admission.admit(name, shape, total);", ""),
            new Fault("Files: a checksum is not compared", FLOW + "io/Header.java",
                    "content.verifyChecksum();", ""),
            new Fault("Files: a file without its checksum passes", FLOW + "io/Header.java",
                    "version >= CHECKSUM_SINCE", "version > CHECKSUM_SINCE"),
            new Fault("Files: later versions pass", FLOW + "io/Header.java",
                    "version > CURRENT", "version > 2 * CURRENT"),
            new Fault("Files: columns may have one name", FLOW + "io/ModelFile.java",
                    "if (!seen.add(name))", "seen.add(name);\n            if (name.isEmpty())"),
            new Fault("Files: moments may be integers", FLOW + "io/CheckpointReader.java",
                    "tensor(name, flat, Dtype.F32)", "tensor(name, flat)"),
            new Fault("Files: second moments may be negative", FLOW + "io/CheckpointReader.java",
                    "v -> v >= 0", "v -> v <= 0 || v >= 0"),
            new Fault("Files: steps may be beyond the plan", FLOW + "io/CheckpointReader.java",
                    "step <= plan.steps()", "step <= Long.MAX_VALUE"),
            new Fault("Files: keys may be there twice", NN + "json/JsonReader.java",
                    ".enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)", ""),
            new Fault("Files: unknown fields are taken", NN + "json/Field.java", "fields.requireAllRead();", ""),
            new Fault("Files: a whole number may be too large for an int", NN + "json/Field.java",
                    "n >= least && n <= most", "n >= least"),
            new Fault("Files: a component is not written", FLOW + "io/ImageSpecJson.java",
                    ".put(\"outerElu\", s.outerElu())", ".put(\"outerElu\", false)"),
            new Fault("Files: what follows the last tensor of a stream is ignored", NN + "io/SafeTensorsReader.java",
                    "        requireEnd();", ""),
            new Fault("Verdicts: calibration rows that score the same do not count", FLOW + "evaluation/Calibration.java",
                    "orEqual && scores[middle]", "!orEqual && scores[middle]"),
            new Fault("Verdicts: what trained calibrates", TABLE + "SavedDensity.java",
                    "select(split.calibration())", "select(split.rest())"),
            new Fault("Verdicts: a category that was never seen is normal", TABLE + "verdict/Alarm.java",
                    "unseen.isEmpty() ? e.logProb() : Double.NEGATIVE_INFINITY", "e.logProb()"),
            new Fault("Verdicts: a column that is to blame stays known", TABLE + "verdict/Attributor.java",
                    "left[worst.column] = Double.NaN;", ""),
            new Fault("Verdicts: a batch has the level of a row", TABLE + "verdict/FalseDiscoveries.java",
                    "k * q / sorted.length", "q / sorted.length"),
            new Fault("Monitor: the baseline has no error", TABLE + "drift/Band.java", "return mean / n + most;", "return mean / n;"),
            new Fault("Monitor: the band is that of the middle at the lower end", TABLE + "drift/Band.java",
                    "share - farthest(share, 0, divergence)", "0.1 * (share - farthest(share, 0, divergence))"),
            new Fault("Monitor: steps of a bet take the wrong side of the band", TABLE + "drift/Band.java",
                    "step > 0 ? step * below[k - 1] : -step * above[k - 1]", "step > 0 ? step * above[k - 1] : -step * below[k - 1]"),
            new Fault("Monitor: old rows use up the evidence", TABLE + "drift/ColumnWatch.java", "(detectors[i] + 1) * pay[i]",
                    "Math.max(detectors[i], row == 1 ? 1 : 0) * pay[i]"),
            new Fault("Monitor: missing cells are not seen", TABLE + "drift/Reference.java",
                    "Double.isNaN(value) ? counts.length - 1", "Double.isNaN(value) ? 0"),
            new Fault("Monitor: a state forgets its starts", TABLE + "drift/ColumnWatch.java",
                    "restore(BaselineJson.longs(f.get(\"starts\")), starts, rows);", "BaselineJson.longs(f.get(\"starts\"));"),
            new Fault("Monitor: the baseline scores rows of training", TABLE + "SavedDensity.java",
                    "Fit.split(table, recipe).validation()", "Fit.split(table, recipe).train()"),
            new Fault("Window: p-values are not adjusted", TABLE + "drift/Comparison.java", "c.pValue() * (columns.size() - i)", "c.pValue()"),
            new Fault("Random: a rotation is wrong", TENSOR + "kernel/Threefry.java", "{10, 26, 11", "{10, 26, 12"));

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path copy = Files.createTempDirectory("planted-faults");
        copyTree(Path.of("").toAbsolutePath(), copy);
        List<Fault> chosen = FAULTS.stream().filter(f -> args.length == 0 || matches(f, args)).toList();
        requirePlaces(copy, chosen);
        System.out.println("building a copy in " + copy);
        PlantedFaults tests = new PlantedFaults(copy);
        int caught = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Map<Fault, Future<Boolean>> results = new LinkedHashMap<>();
            chosen.forEach(f -> results.put(f, workers.submit(() -> tests.catches(f))));
            for (Map.Entry<Fault, Future<Boolean>> e : results.entrySet()) {
                boolean isCaught = e.getValue().get();
                caught += isCaught ? 1 : 0;
                System.out.printf("%-8s %s%n", isCaught ? "caught" : "MISSED", e.getKey().name());
            }
        }
        System.out.printf("%d of %d planted faults caught%n", caught, chosen.size());
        System.exit(caught == chosen.size() ? 0 : 1);
    }

    private static void requirePlaces(Path copy, List<Fault> faults) throws IOException {
        List<String> lost = new ArrayList<>();
        for (Fault f : faults) {
            if (!Files.readString(copy.resolve(f.file())).contains(f.was())) {
                lost.add(f.name() + ": " + f.file() + " no longer contains \"" + f.was() + "\"; adapt the fault");
            }
        }
        if (!lost.isEmpty()) {
            throw new IllegalStateException(String.join("\n", lost));
        }
    }

    private static boolean matches(Fault f, String[] words) {
        for (String w : words) {
            if (f.name().contains(w)) {
                return true;
            }
        }
        return false;
    }

    /** Tests that are likely to catch faults in the files of a folder: they run first. */
    private static final Map<String, String> LIKELY = new LinkedHashMap<>();

    static {
        LIKELY.put("/flow/bijector/ActNorm", "BijectorLawsTest,InitialisationTest");
        LIKELY.put("/flow/bijector/", "BijectorLawsTest,ImageMovesTest,ImageVFlowTest");
        LIKELY.put("/flow/transformer/", "TransformerTest,BijectorLawsTest");
        LIKELY.put("/flow/distribution/", "DistributionTest,DequantizerTest,LinearGaussianTest,ImageVFlowTest");
        LIKELY.put("/flow/evaluation/", "CalibrationTest,ImportanceEstimateTest,MeanTest,EvaluatorTest,SameBitsTest,FarOutTest,LinearGaussianTest");
        LIKELY.put("/flow/surjection/", "SurjectionLawsTest,ParallelTest,LinearGaussianTest");
        LIKELY.put("/flow/data/", "StandardizationTest,RowsTest");
        LIKELY.put("/flow/train/", "TrainerTest,DivergenceTest,StoppingTest,RandomnessTest,RowBatchesTest,TrainingStepTest,DriftTest");
        LIKELY.put("/flow/io/", "ModelFileTest,RecordsAsJsonTest,CheckpointTest,DamagedCheckpointTest,OversizedFilesTest,OldFilesTest");
        LIKELY.put("/flow/Theorem1", "Theorem1Test");
        LIKELY.put("/flow/", "ImageVFlowTest,ClassConditionalTest,ConditionalRowsTest,OwnPartsTest,SamplesTest,LinearGaussianTest");
        LIKELY.put("/table/verdict/", "AlarmTest,AttributionTest,FalseDiscoveriesTest");
        LIKELY.put("/vflow/table/drift/", "BetsTest,DriftMonitorTest,MonitorStateTest,ReferenceTest,WindowTest");
        LIKELY.put("/vflow/table/", "CalibrationTest,FitTest,ManyThreadsTest,TableModelTest,TableDriftTest,ConditionalModelTest");
        LIKELY.put("/image/file/", "PngChunksTest,NpyTest,DamagedImageFilesTest");
        LIKELY.put("/nn/optim/", "OptimTest");
        LIKELY.put("/nn/layer/", "ImageLayersTest,DropoutTest,LayersTest");
        LIKELY.put("/nn/io/", "AtomicFileTest,DurabilityTest,KilledWriterTest,ChecksumTest,SafeTensorsTest,DamagedSafeTensorsTest,StreamsTest");
        LIKELY.put("/nn/json/", "JsonValueTest,FieldsTest");
        LIKELY.put("/nn/", "ParametersTest,DataInitTest");
        LIKELY.put("/tensor/random/", "PurposeTest,RandomStreamTest");
        LIKELY.put("/tensor/kernel/Threefry", "ThreefryTest");
        LIKELY.put("/tensor/kernel/", "MixtureFarOutTest,KernelContractTest");
        LIKELY.put("/tensor/exact/Householder", "HouseholderTest");
        LIKELY.put("/tensor/reference/", "LogisticsTest,GradientTest");
        LIKELY.put("/tensor/autodiff/", "GradientTest,SegmentTest,OpTableTest");
        LIKELY.put("/tensor/lower/step/", "WorkerThreadsTest,UnclosedTest");
        LIKELY.put("/tensor/", "OpTableTest,BufferPlanTest,RandomProgramTest,ShardedTest");
        LIKELY.put("/cli/", "LossesTest,ToyDataTest,OutputsTest,OutputTest,ModelsTest,TerminalTest,ImagesTest");
    }

    /** Not the guards of speed, allocation, sizes and architecture: the faults are not of their kind. */
    private static final Set<String> OF_ANOTHER_KIND = Set.of("JitGuardTest", "AllocationTest", "BytecodeSizeTest",
            "ArchitectureTest", "FileBudgetTest", "DemoTest", "DevicesTest");

    /** A run of tests that takes longer hangs, which nobody overlooks. */
    private static final long PATIENCE_MINUTES = 15;

    private static final int FAILED = 3;
    private static final List<String> MODULES = List.of("vflow-tensor", "vflow-nn", "vflow-flow", "vflow-table", "vflow-image", "vflow-cli");

    private final Path copy;
    private final Path runner;
    private final Map<String, String> classPaths = new LinkedHashMap<>();

    /** Builds the copy once; each fault then takes one compilation of its module. */
    private PlantedFaults(Path copy) throws IOException, InterruptedException {
        this.copy = copy;
        this.runner = Files.createDirectory(copy.resolve("runner"));
        Path log = copy.resolve("build.log");
        if (run(copy, log, "mvn", "-q", "-o", "-Pfast", "test-compile", "dependency:build-classpath", "-Dmdep.outputFile=cp.txt",
                "-pl", String.join(",", MODULES)) != 0) {
            throw new IllegalStateException("the copy does not build; see " + log);
        }
        for (String module : MODULES) {
            Path folder = copy.resolve(module);
            String jars = Files.readString(folder.resolve("cp.txt"));
            String launcher = Stream.of(jars.split(File.pathSeparator, -1))
                    .filter(jar -> jar.contains("junit-platform-engine"))
                    .map(jar -> jar.replace("junit-platform-engine", "junit-platform-launcher"))
                    .findFirst()
                    .orElseThrow();
            classPaths.put(module, String.join(File.pathSeparator,
                    folder.resolve("target/test-classes").toString(), folder.resolve("target/classes").toString(), jars, launcher));
        }
        if (run(copy, log, java("javac"), "-d", runner.toString(), "-cp", classPaths.get("vflow-tensor"),
                copy.resolve("scripts/FirstFailure.java").toString()) != 0) {
            throw new IllegalStateException("the runner does not compile; run mvn verify once, which fetches JUnit's launcher; see " + log);
        }
    }

    /** The tests that are likely to fail run first, then all of the module, and for faults in vflow-flow those of the modules above. */
    private boolean catches(Fault f) throws IOException, InterruptedException {
        Path faulty = compiled(f);
        List<String> likely = LIKELY.entrySet().stream()
                .filter(e -> f.file().contains(e.getKey()))
                .map(e -> List.of(e.getValue().split(",", -1)))
                .findFirst()
                .orElseThrow();
        List<String> all = tests(f.module());
        boolean caught = fails(f.module(), faulty, all.stream()
                        .filter(t -> likely.contains(t.substring(t.lastIndexOf('.') + 1)))
                        .toList())
                || fails(f.module(), faulty, all)
                || f.module().equals("vflow-flow")
                        && (fails("vflow-table", faulty, tests("vflow-table"))
                                || fails("vflow-image", faulty, tests("vflow-image"))
                                || fails("vflow-cli", faulty, tests("vflow-cli")));
        delete(faulty);
        return caught;
    }

    /** The classes of the module with the fault, in a folder of their own; a fault that does not compile is no fault. */
    private Path compiled(Fault f) throws IOException, InterruptedException {
        Path main = copy.resolve(f.module()).resolve("src/main/java");
        Path folder = Files.createTempDirectory(copy, "faulty");
        Path original = copy.resolve(f.file());
        Path planted = Files.createDirectory(folder.resolve("source")).resolve(original.getFileName());
        String source = Files.readString(original);
        int at = source.indexOf(f.was());
        Files.writeString(planted, source.substring(0, at) + f.becomes() + source.substring(at + f.was().length()));
        List<String> command = new ArrayList<>(List.of(java("javac"), "-g", "-nowarn", "-proc:none", "-implicit:none", "--add-modules",
                "jdk.incubator.vector", "-d", folder.toString(), "-cp", classPaths.get(f.module()), planted.toString()));
        try (var files = Files.walk(main)) {
            files.filter(p -> !p.equals(original))
                    .map(Path::toString)
                    .filter(p -> p.endsWith(".java") && !p.endsWith("module-info.java"))
                    .forEach(command::add);
        }
        Path log = folder.resolve("compile.log");
        if (run(copy, log, command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(f.name() + " does not compile; see " + log);
        }
        return folder;
    }

    private boolean fails(String module, Path faulty, List<String> tests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java("java"), "-ea", "-Xshare:auto", "-Djava.awt.headless=true", "--add-modules",
                "jdk.incubator.vector", "-Dvflow.nightly=false", "-cp",
                String.join(File.pathSeparator, faulty.toString(), runner.toString(), classPaths.get(module)), "FirstFailure"));
        command.addAll(tests);
        int code = run(copy.resolve(module), faulty.resolve("tests.log"), command.toArray(String[]::new));
        if (code != 0 && code != FAILED) {
            System.out.println("         (exit code " + code + ": a crash or a hang)");
        }
        return code != 0;
    }

    private List<String> tests(String module) throws IOException {
        Path root = copy.resolve(module).resolve("target/test-classes");
        try (var files = Files.walk(root)) {
            return files.map(p -> root.relativize(p).toString())
                    .filter(n -> n.endsWith("Test.class"))
                    .map(n -> n.substring(0, n.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .filter(n -> !OF_ANOTHER_KIND.contains(n.substring(n.lastIndexOf('.') + 1)))
                    .sorted()
                    .toList();
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static int run(Path directory, Path log, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
                if (Set.of("target", ".git").contains(String.valueOf(dir.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
