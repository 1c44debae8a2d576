package io.github.vflow.table.fit;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * All that is decided about the training of a table before it begins. A table and a recipe make a plan, and a plan makes a model: the same plan and
 * table give the same bits. Immutable.
 *
 * @param recipe that was asked for; the training reads its objective, its samples and its threads
 * @param table a checksum of the numbers and the columns
 * @param schema of the table: the columns with their kinds, atoms, relations and seasons, and the columns left out
 * @param oddRows the numbers of the rows that were found odd and are left out, ascending, in the table with them; empty before a search, and
 *     without one
 * @param parts the number of rows by their part in the training; the seed of the recipe draws them
 * @param architecture of all members: the kinds and scales of the columns, the flow, the broad components, the density of missing cells
 * @param maps of the columns' distributions; empty if no member sees the columns through maps
 * @param members of the mixture, numbered by their places
 * @param training the steps of the first member; the others differ in their seeds
 * @param fillSteps the training steps of the density of missing cells of the first member; the others start from it and take fewer
 * @param folds models of folds whose scores calibrate alarms; zero for none
 * @param neighbours rows that the model keeps at most, as ranks and labels, to compare others with; zero for none
 */
public record TablePlan(
        Recipe recipe,
        String table,
        Schema schema,
        Optional<List<Integer>> oddRows,
        Parts parts,
        RowSpec architecture,
        Optional<Maps> maps,
        List<Watch.Member> members,
        TrainingPlan training,
        long fillSteps,
        int folds,
        int neighbours) {
    /** Copies the lists, and checks that each member can train. */
    public TablePlan {
        oddRows = oddRows.map(List::copyOf);
        members = numbered(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("TablePlan: there must be a member to train but there is none");
        }
        if (neighbours < 0) {
            throw new IllegalArgumentException(
                    "TablePlan: the number of rows that the model keeps must not be negative but is " + neighbours
                            + "; give 0 to keep none");
        }
        if (maps.isEmpty() && members.stream().anyMatch(Watch.Member::hasMaps)) {
            throw new IllegalArgumentException(
                    "TablePlan: a member sees columns through maps, so the plan must have maps but has none; give them, or"
                            + " leave the member out");
        }
    }

    /**
     * The number of rows by their part in a training. Rows without a known cell have none.
     *
     * @param train rows that train
     * @param heldOut rows that choose parameters and shares
     * @param calibration rows that calibrate alarms and neither train nor choose
     */
    public record Parts(int train, int heldOut, int calibration) {}

    /**
     * Maps that make the distributions of columns normal, and the evidence for them.
     *
     * @param kinds of the columns with their maps
     * @param gain the mean ln p of training rows by a normal distribution of mapped columns, less the mean for plain columns, in nats
     */
    public record Maps(List<ColumnSpec> kinds, double gain) {
        public Maps {
            kinds = List.copyOf(kinds);
        }
    }

    private static List<Watch.Member> numbered(List<Watch.Member> all) {
        return IntStream.range(0, all.size())
                .mapToObj(k -> all.get(k).at(k, all.size()))
                .toList();
    }

    /** The architecture of a member. */
    public RowSpec architecture(Watch.Member member) {
        RowSpec spec = member.hasMaps()
                ? architecture.withColumns(
                        architecture.columns().withMaps(maps.orElseThrow().kinds()))
                : architecture;
        return spec.withNoise(member.noise()).withSteps(spec.steps().withWhitening(member.isWhitened()));
    }

    /** This plan with a recipe that differs in its learning rate, its objective or its threads. */
    public TablePlan by(Recipe changed) {
        double rate = changed.descent().rate();
        TrainingPlan slower = rate == recipe.descent().rate()
                ? training
                : training.withSchedule(training.descent().schedule().withRate(rate));
        return new TablePlan(
                changed,
                table,
                schema,
                oddRows,
                parts,
                architecture,
                maps,
                members,
                slower,
                fillSteps,
                folds,
                neighbours);
    }

    /** This plan with another architecture of all members. */
    public TablePlan withArchitecture(RowSpec spec) {
        return new TablePlan(
                recipe, table, schema, oddRows, parts, spec, maps, members, training, fillSteps, folds, neighbours);
    }

    /** The most training steps of the members, of all parts together, and of their densities of missing cells. */
    public long steps() {
        long fill = architecture.fill().isNone()
                ? 0
                : fillSteps + (members.size() - 1L) * Math.ceilDiv(fillSteps, GapDefaults.FILL_PART);
        return members.size() * training.steps() + fill;
    }

    /** Whether the odd rows of the table must be searched before it trains, which changes the plan. */
    public boolean searchesFirst() {
        return recipe.split().leavesOutOddRows() && oddRows.isEmpty();
    }

    /** A table without the odd rows of this plan. */
    public Table without(Table all) {
        return oddRows.map(odd -> without(all, odd)).orElse(all);
    }

    /**
     * A table without odd rows.
     *
     * @param odd their numbers, ascending
     */
    public static Table without(Table all, List<Integer> odd) {
        return odd.isEmpty()
                ? all
                : all.select(IntStream.range(0, all.size())
                        .filter(i -> Collections.binarySearch(odd, i) < 0)
                        .toArray());
    }

    /** This plan of a table without its odd rows. */
    public TablePlan withOddRows(List<Integer> found) {
        return new TablePlan(
                recipe,
                table,
                schema,
                Optional.of(found),
                parts,
                architecture,
                maps,
                members,
                training,
                fillSteps,
                folds,
                neighbours);
    }

    /** A checksum of the numbers and the columns of a table. */
    public static String fingerprint(Table table) {
        CRC32C sum = new CRC32C();
        Rows all = table.rows();
        byte[] bits = new byte[Double.BYTES * all.features()];
        ByteBuffer row = ByteBuffer.wrap(bits);
        for (int i = 0; i < all.size(); i++) {
            row.clear().asDoubleBuffer().put(all.copyRow(i));
            sum.update(bits);
        }
        sum.update(table.schema().toJson().getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%d x %d, crc32c %08x", all.size(), all.features(), sum.getValue());
    }

    /** This plan in words: a name and a sentence for each decision. It has the columns of the schema. */
    public SequencedMap<String, String> words() {
        return TablePlanWords.of(this);
    }

    /** This plan as JSON, without the threads and the objective. */
    public String toJson() {
        return TablePlanJson.write(this);
    }

    /**
     * A plan of JSON.
     *
     * @throws IllegalArgumentException naming the first field that is missing, unknown or wrong
     */
    public static TablePlan ofJson(String json) {
        return TablePlanJson.read(json);
    }
}
