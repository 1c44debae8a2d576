package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.nn.Parameter;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The discrete part trains on when the flow is at its best: columns of noise beside three labels, any two of which tell the third, and no one. */
final class DiscretePartTest {
    private static final Engine ENGINE = Engines.vector(1);
    private static final List<String> LABELS = List.of("p", "q", "r", "s");
    private static final int NOISE = 8;
    private static final Recipe RECIPE = Recipe.standard()
            .withNoise(0.0)
            .withHeldOut(0.25)
            .withCalibration(0)
            .withFillSteps(1)
            .withThreads(1);
    private static final TableTraining TRAINING = TableTraining.of(table(), RECIPE);
    private static final AtomicLong LAST = new AtomicLong();
    private static final MemberTraining WHOLE = member(TRAINING, step -> LAST.getAndSet(step) < 0);
    private static final MemberTraining.Reached REACHED = train(WHOLE);

    private interface Stop {
        boolean at(long step);
    }

    private static Table table() {
        SplittableRandom random = new SplittableRandom(5);
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < NOISE; j++) {
            columns.add(Column.real("x" + j));
        }
        columns.add(Column.category("a", LABELS));
        columns.add(Column.category("b", LABELS));
        columns.add(Column.category("c", LABELS));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            Map<String, Object> row = new HashMap<>(
                    Map.of("a", LABELS.get(i % 4), "b", LABELS.get(i / 4 % 4), "c", LABELS.get((i % 4 + i / 4) % 4)));
            for (int j = 0; j < NOISE; j++) {
                row.put("x" + j, random.nextGaussian());
            }
            rows.add(row);
        }
        return Table.of(new Schema(columns), rows);
    }

    private static MemberTraining member(TableTraining of, Stop stop) {
        return new MemberTraining(
                of.rows(),
                of.plan(),
                of.plan().members().getLast(),
                Backend.of(ENGINE),
                (step, _) -> stop.at(step) ? Watch.Answer.STOP : Watch.Answer.GO_ON,
                new SharedFits());
    }

    private static MemberTraining.Reached train(MemberTraining member) {
        return member.train(Optional.empty(), Optional.empty(), (_, _) -> {});
    }

    /** Mean ln P(a, b, c) of the held-out rows. */
    private static double ofLabels(FlowModel model) {
        return Trainer.heldOut(
                        model.forDiscreteTraining().orElseThrow(),
                        ENGINE,
                        Optional.of(TRAINING.rows().heldOutRows()),
                        1)
                .value();
    }

    /** ln P is −2·ln 4 if c follows a and b, −3·ln 4 if it is drawn anew. */
    @Test
    void whatGoesTogetherIsLearnedWhenTheFlowHasStopped() {
        MemberTraining first = member(TRAINING, step -> step == REACHED.state().step());
        assertEquals(Fitted.End.STOPPED, train(first).end());
        double before = ofLabels(first.model());
        double after = ofLabels(WHOLE.model());
        assertTrue(after > before + 0.3, "ln P with the flow and at the end: " + before + ", " + after);
        assertTrue(after > -2.2 * Math.log(4), "ln P at the end: " + after);
        for (Parameter p : first.model().parameters().all()) {
            if (!p.name().startsWith("discrete.")) {
                assertArrayEquals(
                        first.model().parameters().get(p),
                        WHOLE.model().parameters().get(p),
                        p.name());
            }
        }
    }

    /** Patience lasts as many steps, in evaluations that are rarer. */
    @Test
    void itHasItsOwnPatience() {
        long own = LAST.get() - REACHED.state().step();
        long every = TRAINING.plan().training().evaluation().every();
        assertTrue(own > 6 * every && own % (3 * every) == 0, own + " steps");
    }

    /** Two rarer evaluations are in vain where nothing moves: the best so far is that of the flow's training. */
    @Test
    void aPartThatIsAtItsBestEndsSoon() {
        TableTraining still = TableTraining.of(table(), RECIPE.withLearningRate(1e-30));
        AtomicLong last = new AtomicLong();
        MemberTraining member = member(still, step -> last.getAndSet(step) < 0);
        MemberTraining.Reached reached = train(member);
        assertEquals(Fitted.End.NO_BETTER, reached.end());
        long every = still.plan().training().evaluation().every();
        assertEquals(5 * every, reached.state().step(), "the first is the best, and four are in vain");
        assertEquals(6 * every, last.get() - reached.state().step());
        assertArrayEquals(reached.state().chosen(), member.model().parameters().values());
    }

    /** Also of the last member, whose last step would else be the end of all. */
    @Test
    void aStopInItIsNoEndAndTrainingGoesOnWithTheSameBits() {
        long inside = REACHED.state().step() + 7;
        MemberTraining stopped = member(TRAINING, step -> step == inside);
        MemberTraining.Reached at = train(stopped);
        assertEquals(Fitted.End.STOPPED, at.end());
        MemberTraining resumed = member(TRAINING, _ -> false);
        assertEquals(
                REACHED.end(),
                resumed.train(
                                Optional.of(stopped.checkpoint(at.state(), stopped.evaluations(), Map.of())),
                                Optional.empty(),
                                (_, _) -> {})
                        .end());
        assertArrayEquals(
                WHOLE.model().parameters().values(),
                resumed.model().parameters().values());
    }

    @Test
    void anObjectiveOfTheCallersTrainsAllPartsTogether() {
        AtomicLong last = new AtomicLong();
        TableTraining of = TableTraining.of(table(), RECIPE.withSteps(20).withObjective(Objective.meanBound()));
        train(member(of, step -> last.getAndSet(step) < 0));
        assertEquals(20, last.get());
    }
}
