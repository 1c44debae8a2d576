package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.spark.internal.cluster.SparkEngine;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * The library's trainer with steps that are jobs, with an augmented model of images: noise, dropout, a moving average, clipping, validation, and a run that
 * goes on from a state.
 */
class TrainerOnClusterTest {
    private static final int STEPS = 12;
    private static final int EVALUATED = 4;
    private static final int PIXELS = 16;
    private static final int LEVELS = 16;

    @Test
    void everyPartOfATrainingHasTheBitsOfOneMachine() throws IOException {
        TrainingState local = trainer(Engines.vector(1)).fit(batches());
        try (SparkSession spark = Clusters.local(2)) {
            Engine engine =
                    new SparkEngine(Engines.vector(1), JavaSparkContext.fromSparkContext(spark.sparkContext()), 2);
            assertStates(local, trainer(engine).fit(batches()));
            List<TrainingState> states = new ArrayList<>();
            trainer(engine).onState(states::add).stopWhen(() -> true).fit(batches());
            assertEquals(1, states.getFirst().step());
            assertStates(local, trainer(engine).fit(batches(), states.getFirst()));
        }
    }

    private static void assertStates(TrainingState expected, TrainingState actual) {
        assertEquals(expected.step(), actual.step());
        assertArrayEquals(expected.parameters(), actual.parameters());
        assertArrayEquals(expected.m(), actual.m());
        assertArrayEquals(expected.v(), actual.v());
        assertArrayEquals(expected.ema(), actual.ema());
        assertEquals(expected.bestBound(), actual.bestBound());
    }

    private static FlowModel model() {
        ConditionalSpec conditional = ConditionalSpec.of(1, 2, 3, 1);
        ImageSpec spec = new ImageSpec(
                new ImageSpec.Pixels(4, 4, 1, LEVELS),
                1,
                0,
                List.of(new Stage(Kind.COLUMNS, 1), new Stage(Kind.CHANNELS, 1)),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE, 2),
                new NetSpec(4, 1, 2, 0.2),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, conditional),
                new ImagePosteriorSpec(ImagePosteriorKind.FLOW, conditional));
        return Models.of(spec, 3);
    }

    private static Trainer trainer(Engine engine) {
        TrainingPlan plan = TrainingPlan.of(STEPS, 16, 1e-2, 5)
                .withShards(4)
                .withClipNorm(1)
                .withEma(0.9)
                .withEvaluation(EVALUATED, 0);
        return new Trainer(model(), plan, engine).validation(images(20, 1));
    }

    private static BatchSource batches() {
        return BatchSource.of(images(100, 2), 5);
    }

    private static Rows images(int n, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] pixels = new float[n * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(LEVELS);
        }
        return Rows.of(pixels, PIXELS);
    }
}
