package io.github.vflow.table.training;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A training of a table at rest.
 *
 * @param file the checkpoint
 * @param checkpoint of the member that trains
 * @param plan of the training
 * @param member the number of the member that trains; the first one that is not complete
 * @param complete other members, by their numbers; those before it that are not there diverged
 */
public record TableCheckpoint(
        Path file,
        Checkpoint checkpoint,
        TablePlan plan,
        int member,
        SortedMap<Integer, MemberTraining.Trained> complete) {
    private static final String PLAN = "table plan";
    private static final String OBJECTIVE = "objective";
    private static final String MEMBER = "member";
    private static final String COMPLETE = "complete";
    private static final Set<String> OWN = Set.of(PLAN, OBJECTIVE, MEMBER, COMPLETE);

    /** Whether a checkpoint is of a table's training, not of one on toys or images. */
    public static boolean isOf(Checkpoint c) {
        return c.notes().containsKey(PLAN) && c.spec() instanceof RowSpec;
    }

    /**
     * Reads the files of a checkpoint's complete members.
     *
     * @param file of the checkpoint
     * @throws FileFormatException if a file is damaged, or the checkpoint is of another training
     * @throws IOException if a file is missing or cannot be read
     */
    public static TableCheckpoint of(Path file, Checkpoint c) throws IOException {
        if (!isOf(c)) {
            throw new FileFormatException(file + ": it must be the checkpoint of a table's training but is of another");
        }
        TablePlan plan = read(file, c, PLAN, TablePlan::ofJson);
        int member =
                read(file, c, MEMBER, json -> Field.root(JsonValue.parse(json)).whole());
        List<Integer> complete = read(
                file, c, COMPLETE, json -> Field.root(JsonValue.parse(json)).list(Field::whole));
        CheckpointFiles files = new CheckpointFiles(file, true, true);
        SortedMap<Integer, MemberTraining.Trained> members = new TreeMap<>();
        for (int k : complete) {
            if (k < 0 || k >= plan.members().size() || k == member) {
                throw new FileFormatException(file + ": its complete members must be other members than " + member
                        + ", up to " + (plan.members().size() - 1) + ", but are " + complete);
            }
            members.put(k, files.loadMember(k));
        }
        return new TableCheckpoint(file, c, plan, member, members);
    }

    private static <T> T read(Path file, Checkpoint c, String note, Function<String, T> reader)
            throws FileFormatException {
        try {
            return reader.apply(c.notes().getOrDefault(note, ""));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(
                    file + ": its note \"" + note + "\" is damaged: " + e.getMessage() + "; train anew", e);
        }
    }

    /**
     * The notes of a checkpoint.
     *
     * @param more of the caller
     */
    static Map<String, String> notes(
            TablePlan plan, Watch.Member member, Set<Integer> complete, Map<String, String> more) {
        Map<String, String> notes = new LinkedHashMap<>(more);
        notes.put(PLAN, plan.toJson());
        plan.recipe().target().objective().ifPresent(_ -> notes.put(OBJECTIVE, "custom"));
        notes.put(MEMBER, Integer.toString(member.number()));
        notes.put(COMPLETE, JsonArray.of(List.copyOf(complete), JsonValue::of).toString());
        return notes;
    }

    /** The notes that the caller of the training gave. */
    public Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>(checkpoint.notes());
        notes.keySet().removeAll(OWN);
        return notes;
    }

    /**
     * Checks that a training may go on with a table and a recipe.
     *
     * @throws IllegalArgumentException if the table is another, or the recipe differs in more than its threads, its objective and a smaller
     *     learning rate
     */
    public void requireSame(Table table, Recipe changed) {
        String given = TablePlan.fingerprint(table);
        if (!given.equals(plan.table())) {
            throw new IllegalArgumentException(file + " was trained on another table (" + plan.table()
                    + ") than the one given (" + given + "); give the same table, or train anew");
        }
        Recipe recipe = plan.recipe();
        if (changed.descent().rate() > recipe.descent().rate()) {
            throw new IllegalArgumentException("the learning rate must not be above the checkpoint's "
                    + recipe.descent().rate() + " but is " + changed.descent().rate()
                    + "; give a smaller one, or train anew");
        }
        Recipe same = changed.withLearningRate(recipe.descent().rate());
        if (!same.trainsAs(recipe)) {
            throw new IllegalArgumentException(
                    "a resumed training takes another learning rate, another number of threads"
                            + " and its objective only; leave the rest of the recipe as it is in " + file);
        }
        if (checkpoint.notes().containsKey(OBJECTIVE)
                != changed.target().objective().isPresent()) {
            throw new IllegalArgumentException(file + " was trained "
                    + (checkpoint.notes().containsKey(OBJECTIVE) ? "with" : "without")
                    + " a custom objective; give the recipe the same");
        }
    }
}
