package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;

/** Models of images, with the batches that they are timed on. */
public enum ImageModel {
    /** 8×8×1 and one channel more, F = 16, B = 2, K = 32. */
    DIGITS(64) {
        @Override
        ImageSpec spec() {
            return sized(ImageSpec.small(8, 8, 1, 17, 1, 16, 2), 32, 1, 2, 16, 2);
        }
    },
    /** 8×8×1 and one channel more: two causal steps over 64 positions, two transformer blocks of 56 features in each, K = 8. */
    PATCHES(64) {
        @Override
        ImageSpec spec() {
            return ImageSpec.small(8, 8, 1, 17, 1, 8, 1)
                    .withLayout(ImageSpec.patches(0, 2))
                    .withNet(new NetSpec(56, 2, 4, 0));
        }
    },
    /** 32×32×3 and three channels more, F = 32, B = 10, K = 32: the CIFAR-10 model with a third of its filters. */
    THIRD_OF_CIFAR(8) {
        @Override
        ImageSpec spec() {
            return sized(ImageSpec.small(32, 32, 3, 256, 3, 32, 10), 32, 2, 3, 32, 3);
        }
    };

    /** Of parameters, data and noise. */
    public static final long SEED = 1;

    /** Of learning. */
    public static final double RATE = 1e-5;

    private static final long STORED_BYTES = 1L << 30;

    private final int batch;

    ImageModel(int batch) {
        this.batch = batch;
    }

    abstract ImageSpec spec();

    /** Images of a training step. */
    public int batch() {
        return batch;
    }

    /** As {@code vflow train} does: batches in shards, and what fits is not computed again. */
    public TrainingPlan plan(FlowModel model) {
        TrainingPlan plan = TrainingPlan.of(1, batch, RATE, SEED).withClipNorm(1);
        return TrainingProgram.fitted(model, plan, STORED_BYTES);
    }

    /** A new one; its parameters are drawn, not initialised on data. */
    public FlowModel create() {
        return Models.of(spec(), SEED);
    }

    private static ImageSpec sized(
            ImageSpec s,
            int components,
            int dequantizerBlocks,
            int posteriorBlocks,
            int contextFilters,
            int contextBlocks) {
        return s.withCoupling(new CouplingSpec(s.coupling().kind(), components))
                .withDequantizer(
                        s.dequantizer().kind(),
                        ConditionalSpec.of(
                                dequantizerBlocks, s.dequantizer().flow().heads(), contextFilters, contextBlocks))
                .withPosterior(
                        s.posterior().kind(),
                        ConditionalSpec.of(
                                posteriorBlocks, s.posterior().flow().heads(), contextFilters, contextBlocks));
    }
}
