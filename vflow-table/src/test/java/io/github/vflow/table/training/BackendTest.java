package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The threads of a training, and the members that share them. */
final class BackendTest {
    private static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(RowSpec.of(2, 0, 1).withConditioner(List.of(3), Activation.TANH))
            .withNoise(0.0, 0.1, 0.2);

    private static Table table(int rows) {
        double[][] cells = new double[rows][];
        for (int i = 0; i < rows; i++) {
            cells[i] = new double[] {i, Math.sin(i)};
        }
        return Table.of(cells, "a", "b");
    }

    /** The members that train at once and the threads of each. */
    private static List<Integer> shared(Table table, Recipe recipe) {
        TableTraining training = TableTraining.of(table, recipe);
        List<Integer> threads = new ArrayList<>();
        Backend backend = Backend.of(training.plan(), training.rows(), count -> {
            threads.add(count);
            return Engines.vector(1);
        });
        return List.of(backend.atOnce(), threads.getLast());
    }

    /**
     * A member has a second thread for its two shards at least, which it takes when others leave it idle. Members of large tables train one after
     * another, and so do members on an engine that the caller gives.
     */
    @Test
    void membersShareTheThreadsUnlessTheTableIsLarge() {
        Table table = table(1_000);
        assertEquals(List.of(3, 2), shared(table, RECIPE.withThreads(4)));
        assertEquals(List.of(3, 3), shared(table, RECIPE.withThreads(9)));
        assertEquals(List.of(2, 2), shared(table, RECIPE.withThreads(2)));
        assertEquals(List.of(1, 4), shared(table, RECIPE.withNoise(0.1).withThreads(4)));
        assertEquals(List.of(1, 4), shared(table(10_001), RECIPE.withThreads(4)));
        assertEquals(List.of(3, 2), shared(table(400), RECIPE.withThreads(4)));
        assertEquals(List.of(1, 1), shared(table, RECIPE.withThreads(1)));
        assertEquals(1, Backend.of(Engines.vector(4)).atOnce());
    }

    /** A fold on one thread has the engine for two, and takes the second from the folds beside it. */
    @Test
    void trainingsSideBySideShareTheThreadsThatTheyLeaveIdle() {
        TableTraining fold = TableTraining.of(table(400), RECIPE.withThreads(1));
        SpareThreads spare = new SpareThreads(2);
        Backend backend = Backend.beside(fold.plan(), fold.rows(), Engines::vector, spare);
        assertEquals(Engines.vector(2).sharing(spare), backend.engine());
        assertEquals(1, backend.atOnce());
        assertSame(spare, backend.spare());
    }

    /** One such member fits into the heap, two do not. */
    @Test
    void membersThatAreTooLargeForTheHeapTogetherTrainOneAfterAnother() {
        Recipe recipe = RECIPE.withThreads(2).withBatch(64);
        TableTraining small = TableTraining.of(table(1_000), recipe);
        FlowModel model = Models.of(small.plan().architecture(), 1);
        int batch = 64;
        while (Heap.hasRoom(model, small.plan().training().withBatchSize(batch), 2)) {
            batch *= 2;
        }
        while (!Heap.hasRoom(model, small.plan().training().withBatchSize(batch))) {
            batch -= batch / 4;
        }
        assertEquals(List.of(1, 2), shared(table(1_000), recipe.withBatch(batch)));
    }
}
