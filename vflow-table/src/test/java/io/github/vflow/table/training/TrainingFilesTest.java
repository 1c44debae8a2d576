package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a training: their names, what they hold, and what is refused. Nothing trains. */
final class TrainingFilesTest {
    private static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(RowSpec.of(2, 0, 1).withConditioner(List.of(4), Activation.TANH))
            .withNoise(0.0, 0.15, 0.3)
            .withLearningRate(0.01);
    private static final Table TABLE = Table.of(
            IntStream.range(0, 40).mapToObj(i -> new double[] {i % 7, i % 11}).toArray(double[][]::new), "a", "b");
    private static final TablePlan PLAN = TableTraining.of(TABLE, RECIPE).plan();
    private static final RowSpec SPEC = PLAN.architecture(PLAN.members().getFirst());

    @TempDir
    private Path dir;

    private static MemberTraining.Trained trained(long seed) {
        FlowModel model = Models.of(SPEC, seed);
        return new MemberTraining.Trained(
                model, new Fitted(7, 3.5, Mean.of(new double[0]), Fitted.End.STEPS, List.of(), List.of()));
    }

    private static Checkpoint checkpoint(Map<String, String> notes) {
        FlowModel model = Models.of(SPEC, 1);
        return new Checkpoint(
                SPEC,
                PLAN.training(),
                TrainingState.start(model, PLAN.training()),
                List.of("a", "b"),
                notes,
                List.of());
    }

    private static Map<String, String> notes(int member, Set<Integer> complete) {
        return TableCheckpoint.notes(PLAN, PLAN.members().get(member), complete, Map.of("who", "a test"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void filesLieBesideTheCheckpoint() {
        Path file = Path.of("folder", "c.safetensors");
        assertEquals(Path.of("folder", "c-odd-rows.safetensors"), CheckpointFiles.beside(file, "-odd-rows"));
        assertEquals(
                Path.of("folder", "state-odd-rows.safetensors"),
                CheckpointFiles.beside(Path.of("folder", "state"), "-odd-rows"));
        assertEquals(
                Path.of("c-member-2.safetensors"),
                new CheckpointFiles(Path.of("c.safetensors"), true, false).member(1));
        CheckpointFiles folds = new CheckpointFiles(file, false, true);
        assertEquals(Path.of("folder", "c-fold-1.safetensors"), folds.fold(0));
        assertEquals(
                Path.of("folder", "c-fold-3-checkpoint.safetensors"),
                folds.ofFold(2).checkpoint());
        assertEquals(new CheckpointFiles(folds.ofFold(2).checkpoint(), false, true), folds.ofFold(2));
        assertTrue(new CheckpointFiles(file, true, false).ofFold(0).isKept());
    }

    @Test
    void onlyTheFilesOfTheTrainingAreRemoved() throws IOException {
        Path file = dir.resolve("c.safetensors");
        CheckpointFiles folds = new CheckpointFiles(file, true, false);
        for (Path written : List.of(
                file,
                folds.fold(0),
                folds.fold(1),
                folds.fold(2),
                folds.ofFold(0).checkpoint(),
                folds.ofFold(2).checkpoint(),
                folds.ofFold(1).member(0),
                folds.ofFold(1).member(10),
                folds.ofFold(2).member(0),
                dir.resolve("c-fold-notes.txt"))) {
            Files.createFile(written);
        }
        folds.deleteFolds(2);
        assertEquals(
                List.of(
                        "c-fold-3-checkpoint-member-1.safetensors",
                        "c-fold-3-checkpoint.safetensors",
                        "c-fold-3.safetensors",
                        "c-fold-notes.txt",
                        "c.safetensors"),
                names());
    }

    @Test
    void aMemberIsReadBackWithoutItsTimes() throws IOException {
        CheckpointFiles files = new CheckpointFiles(dir.resolve("c.safetensors"), true, false);
        MemberTraining.Trained member = trained(5);
        files.saveMember(2, member);
        assertEquals(List.of("c-member-3.safetensors"), names());
        MemberTraining.Trained back = files.loadMember(2);
        assertEquals(
                List.of(member.model().parameters().values()[0]),
                List.of(back.model().parameters().values()[0]));
        assertEquals(member.fitted().withoutTimes(), back.fitted());
        assertEquals(0, back.fitted().seconds());
        assertTrue(assertThrows(IOException.class, () -> files.loadMember(0))
                .getMessage()
                .contains("member 1 of the mixture"));
        Path other = files.member(4);
        new ModelFile(member.model(), List.of(), Map.of()).save(other);
        assertEquals(
                other + ": it must be a member of a mixture but is of another kind; train anew",
                assertThrows(FileFormatException.class, () -> files.loadMember(4))
                        .getMessage());
        Path mixture = files.member(5);
        new ModelFile(
                        Mixtures.of(List.of(member.model(), trained(6).model()), List.of(0.5, 0.5)),
                        List.of(),
                        Map.of(),
                        Scoring.standard(),
                        Optional.of(member.fitted()),
                        Optional.empty())
                .save(mixture);
        assertThrows(FileFormatException.class, () -> files.loadMember(5));
    }

    @Test
    void aCheckpointHasTheMembersThatItNames() throws IOException {
        Path file = dir.resolve("c.safetensors");
        CheckpointFiles files = new CheckpointFiles(file, true, false);
        files.saveMember(0, trained(5));
        files.saveMember(2, trained(6));
        Checkpoint c = checkpoint(notes(1, Set.of(0, 2)));
        assertTrue(TableCheckpoint.isOf(c));
        TableCheckpoint read = TableCheckpoint.of(file, c);
        assertEquals(1, read.member());
        assertEquals(List.of(0, 2), List.copyOf(read.complete().keySet()));
        assertEquals(PLAN.toJson(), read.plan().toJson());
        assertEquals(Map.of("who", "a test"), read.notes());
    }

    private String refusal(Map<String, String> notes) {
        return String.valueOf(
                assertThrows(FileFormatException.class, () -> TableCheckpoint.of(Path.of("c"), checkpoint(notes)))
                        .getMessage());
    }

    private static Map<String, String> with(Map<String, String> notes, String name, String text) {
        Map<String, String> changed = new HashMap<>(notes);
        changed.put(name, text);
        return changed;
    }

    @Test
    void notesThatDoNotFitAreRefused() {
        assertFalse(TableCheckpoint.isOf(checkpoint(Map.of())));
        assertEquals(
                "c: it must be the checkpoint of a table's training but is of another",
                refusal(Map.of("who", "a test")));
        String text = refusal(with(notes(1, Set.of()), "member", "x"));
        assertTrue(text.startsWith("c: its note \"member\" is damaged: ") && text.endsWith("; train anew"), text);
        text = refusal(with(notes(1, Set.of()), "complete", "[0, -]"));
        assertTrue(text.startsWith("c: its note \"complete\" is damaged: "), text);
        text = refusal(with(notes(1, Set.of()), "table plan", "{}"));
        assertTrue(text.startsWith("c: its note \"table plan\" is damaged: "), text);
        for (int wrong : new int[] {-1, 1, 3}) {
            assertEquals(
                    "c: its complete members must be other members than 1, up to 2, but are [" + wrong + "]",
                    refusal(notes(1, Set.of(wrong))));
        }
    }

    private static TableCheckpoint read(Recipe recipe) throws IOException {
        TablePlan plan = TableTraining.of(TABLE, recipe).plan();
        return TableCheckpoint.of(
                Path.of("c"),
                checkpoint(TableCheckpoint.notes(plan, plan.members().getFirst(), Set.of(), Map.of())));
    }

    @Test
    void aTrainingGoesOnWithItsTableAndItsRecipe() throws IOException {
        TableCheckpoint plain = read(RECIPE);
        plain.requireSame(TABLE, RECIPE);
        plain.requireSame(TABLE, RECIPE.withThreads(3).withLearningRate(0.005));
        Objective objective = Objective.meanBound();
        TableCheckpoint custom = read(RECIPE.withObjective(objective));
        custom.requireSame(TABLE, RECIPE.withObjective(objective));
        assertEquals(Map.of(), custom.notes());
        assertEquals(
                "c was trained with a custom objective; give the recipe the same",
                assertThrows(IllegalArgumentException.class, () -> custom.requireSame(TABLE, RECIPE))
                        .getMessage());
        for (Recipe other :
                List.of(RECIPE.withLearningRate(0.011), RECIPE.withSeed(2), RECIPE.withObjective(objective))) {
            assertThrows(IllegalArgumentException.class, () -> plain.requireSame(TABLE, other));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> plain.requireSame(TABLE.select(IntStream.range(0, 39).toArray()), RECIPE));
    }
}
