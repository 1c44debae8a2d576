package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training of a model of images, with dropout. */
public final class ImageTrainingTest {
    private static final TrainingPlan PLAN =
            TrainingPlan.of(4, 8, 1e-3, 5).withClipNorm(1).withEma(0.9).withEvaluation(2, 0);

    private static final ConditionalSpec CONDITIONAL = ConditionalSpec.of(1, 4, 2, 1);

    public static final Rows DATA = ImageSpecs.rows(model(0).images().orElseThrow(), 40, 5);

    public static FlowModel model(double dropout) {
        ImageSpec s = ImageSpec.small(8, 8, 1, 17, 1, 4, 1);
        return Models.of(
                s.withCoupling(new CouplingSpec(s.coupling().kind(), 2))
                        .withNet(s.net().withDropout(dropout))
                        .withDequantizer(s.dequantizer().kind(), CONDITIONAL)
                        .withPosterior(s.posterior().kind(), CONDITIONAL),
                5);
    }

    private static Trainer trainer(FlowModel model, int shards, List<TrainingState> states) {
        return new Trainer(model, PLAN.withShards(shards), Engines.vector(1)).onState(states::add);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void resumesBitByBit(int shards) {
        List<TrainingState> states = new ArrayList<>();
        TrainingState whole = trainer(model(0.2), shards, states).fit(BatchSource.of(DATA, 5));
        assertEquals(List.of(2L, 4L), states.stream().map(TrainingState::step).toList());
        TrainingState rest =
                trainer(model(0.2), shards, new ArrayList<>()).fit(BatchSource.of(DATA, 5), states.getFirst());
        assertArrayEquals(whole.parameters(), rest.parameters());
        assertArrayEquals(whole.ema(), rest.ema());
    }

    @Test
    void dropoutChangesTraining() {
        TrainingState without = trainer(model(0), 1, new ArrayList<>()).fit(BatchSource.of(DATA, 5));
        TrainingState with = trainer(model(0.2), 1, new ArrayList<>()).fit(BatchSource.of(DATA, 5));
        assertFalse(Arrays.equals(without.parameters(), with.parameters()));
    }
}
