package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
final class OutlierSearchTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");

    /** Steps of a fold. */
    private static final int STEPS = NIGHTLY ? 60 : 30;

    /** A seed that is not the usual one: a search that ignores it is seen. */
    private static final Recipe QUICK = Recipe.standard()
            .withSeed(3)
            .withSteps(STEPS)
            .withBatch(64)
            .withFillSteps(20)
            .withThreads(1);

    private static final int[] PLANTED = {3, 120, 333};

    /** Sensor rows, three of which are odd: far out, an odd pair, and far out by much. */
    private static double[][] dirty() {
        double[][] rows = Tables.rows(400, 5);
        rows[PLANTED[0]][1] = 160;
        rows[PLANTED[1]] = new double[] {34, 78, 1};
        rows[PLANTED[2]][2] = 1e6;
        return rows;
    }

    private static Table table(double[][] rows) {
        return Table.of(rows, "c", "h", "l");
    }

    /** The search in the dirty rows, for all tests that change nothing. */
    private static Outliers usual;

    /** The same search, by combinations alone. */
    private static Outliers byCombination;

    private static final StopIn SEEN = new StopIn(9, 0);

    /** A table whose folds train without suspects, the search in it, and the notices of that. */
    private static final OddCombinations MANY = OddCombinations.of(600, 1);

    private static final OutlierSearch OF_MANY = OutlierSearch.of(MANY.table())
            .withRecipe(Recipe.standard()
                    .withNoise(0.15)
                    .withSteps(NIGHTLY ? 150 : 80)
                    .withFillSteps(1)
                    .withThreads(1));
    private static final List<Watch.Event.RowsLeftOut> LEFT_OUT = new ArrayList<>();
    private static Outliers many;

    @BeforeAll
    static void findUsual() throws IOException {
        usual = OutlierSearch.of(table(dirty()))
                .withRecipe(QUICK)
                .withWatch(SEEN)
                .run()
                .orElseThrow();
        byCombination = byCombination(dirty());
        many = OF_MANY.withWatch(new StopIn(9, 0) {
                    @Override
                    public void on(Watch.Event event) {
                        super.on(event);
                        if (event instanceof Watch.Event.RowsLeftOut a) {
                            LEFT_OUT.add(a);
                        }
                    }
                })
                .run()
                .orElseThrow();
    }

    private static Outliers find(Table table) throws IOException {
        return OutlierSearch.of(table).withRecipe(QUICK).run().orElseThrow();
    }

    private static double[] scores(Outliers found) {
        return found.verdicts().stream()
                .mapToDouble(v -> v.orElseThrow().score())
                .toArray();
    }

    @Test
    void plantedRowsAreOddWithTheirColumn() throws IOException {
        Outliers found = usual;
        List<Integer> odd = Arrays.stream(found.odd()).boxed().toList();
        assertTrue(odd.containsAll(Arrays.stream(PLANTED).boxed().toList()), "odd are " + odd);
        assertTrue(odd.size() <= 3 + 5, "odd are " + odd);
        assertEquals(PLANTED[2], odd.getFirst());
        assertEquals(odd.size() + " of 400 rows are odd", found.toString());
        assertTrue(reason(found, PLANTED[0]).startsWith("h is 160"), reason(found, PLANTED[0]));
        assertTrue(reason(found, PLANTED[2]).startsWith("l is 1"), reason(found, PLANTED[2]));
        Table clean = found.clean();
        assertEquals(400 - odd.size(), clean.size());
        assertTrue(Arrays.stream(clean.rows().copyColumn(2)).max().orElseThrow() < 1e3);
        int least = 400 - odd.size();
        for (int i = 0; i < 400; i++) {
            Verdict v = found.verdicts().get(i).orElseThrow();
            assertEquals(odd.contains(i), v.isAlarm());
            assertEquals(odd.contains(i), v.pValue() == 1.0 / (least + 1), "row " + i + " has p " + v.pValue());
        }
    }

    private static String reason(Outliers found, int row) {
        return found.verdicts().get(row).orElseThrow().reason();
    }

    private static String foundBy(Outliers found, int row) {
        return found.found().get(row).orElseThrow().words();
    }

    @Test
    void eachOddRowHasItsViewAndOthersHaveNone() {
        assertEquals("h alone", foundBy(usual, PLANTED[0]));
        assertEquals("l alone", foundBy(usual, PLANTED[2]));
        for (int i = 0; i < 400; i++) {
            assertEquals(usual.isOdd(i), usual.found().get(i).isPresent(), "row " + i);
            assertEquals(
                    usual.isOdd(i), usual.verdicts().get(i).orElseThrow().score() < 0, "below zero are the odd rows");
        }
    }

    /** By one view only. No column of the odd pair is odd by itself. */
    @Test
    void aViewAloneFindsItsRows() throws IOException {
        Outliers byColumn = OutlierSearch.of(table(dirty()))
                .withRecipe(NIGHTLY ? QUICK : QUICK.withSteps(2))
                .by(View.COLUMN)
                .run()
                .orElseThrow();
        assertTrue(byColumn.isOdd(PLANTED[2]) && !byColumn.isOdd(PLANTED[1]), byColumn.toString());
        assertTrue(byCombination.isOdd(PLANTED[1]), byCombination.toString());
        assertTrue(foundBy(byCombination, PLANTED[1]).startsWith("the combination of "), byCombination.toString());
    }

    /** Many odd combinations: the folds train without suspects. By night in full, below. */
    @Test
    void manyOddCombinationsAreFoundByAShortTraining() {
        int odd = MANY.odd();
        int[] flags = MANY.flags(many);
        assertEquals(1, LEFT_OUT.size(), "notices of suspects");
        assertTrue(
                LEFT_OUT.getFirst().number() > 0.8 * odd
                        && LEFT_OUT.getFirst().rows() == MANY.table().size(),
                LEFT_OUT.getFirst().toString());
        assertTrue(
                flags[0] >= 0.8 * odd && flags[1] <= 0.02 * (MANY.table().size() - odd),
                flags[0] + " of " + odd + ", and " + flags[1] + " others");
        assertTrue(MANY.lowest(many) >= 0.8 * odd, MANY.lowest(many) + " of the " + odd + " oddest");
        long named = IntStream.range(0, odd)
                .filter(many::isOdd)
                .filter(i -> foundBy(many, i).startsWith("the combination of "))
                .count();
        assertTrue(named >= 0.7 * odd, named + " combinations");
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void manyOddCombinationsAreFound() throws IOException {
        for (int seed = 1; seed <= 3; seed++) {
            OddCombinations made = OddCombinations.of(2_000, seed);
            Outliers found = Outliers.find(made.table());
            int[] flags = made.flags(found);
            String said = "seed " + seed + ": " + flags[0] + " of 100, and " + flags[1] + " others; "
                    + made.lowest(found) + " of the 100 oddest";
            System.out.println(said);
            assertTrue(flags[0] >= 80 && flags[1] <= 25 && made.lowest(found) >= 88, said);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aCleanTableHasNextToNoOddRows() throws IOException {
        assertTrue(find(table(Tables.rows(400, 9))).odd().length <= 4);
    }

    /** The p-value of a row that is not odd: its rank among these rows. */
    @Test
    void pValuesAreRanksAmongTheOtherRows() throws IOException {
        Outliers found = usual;
        double[] scores = scores(found);
        double[] normal = IntStream.range(0, 400)
                .filter(i -> !found.isOdd(i))
                .mapToDouble(i -> scores[i])
                .toArray();
        for (int i = 0; i < 400; i += 17) {
            double score = scores[i];
            long asLow = Arrays.stream(normal).filter(s -> s <= score).count();
            assertEquals(
                    (1.0 + asLow) / (normal.length + 1),
                    found.verdicts().get(i).orElseThrow().pValue());
        }
    }

    /**
     * A row of a fold does not change what judges its fold; it does change what judges the others, and zero and unit of the scale of all folds. The
     * table has few suspects, which all rows choose together.
     */
    @Test
    void noRowJudgesItself() throws IOException {
        double[][] rows = dirty();
        Folds folds = Folds.of(table(rows).rows(), QUICK.seed());
        int fold = folds.of()[5];
        int[] same = IntStream.range(0, 400)
                .filter(i -> i != 5 && folds.of()[i] == fold)
                .toArray();
        int[] others =
                IntStream.range(0, 400).filter(i -> folds.of()[i] != fold).toArray();
        double[] before = scores(byCombination);
        rows[5][0] += 1;
        double[] after = scores(byCombination(rows));
        // the scales of two densities move a little, each by itself
        double ofSame = IntStream.of(same)
                .mapToDouble(i -> Math.abs(after[i] - before[i]))
                .max()
                .orElseThrow();
        double ofOthers = IntStream.of(others)
                .mapToDouble(i -> Math.abs(after[i] - before[i]))
                .max()
                .orElseThrow();
        assertTrue(ofSame < 0.1 && ofOthers > 3 * ofSame, ofSame + " in the fold, " + ofOthers + " in others");
    }

    private static Outliers byCombination(double[][] rows) throws IOException {
        return OutlierSearch.of(table(rows))
                .withRecipe(QUICK)
                .by(View.COMBINATION)
                .run()
                .orElseThrow();
    }

    /** Twelve columns that say nearly the same, and one in which one row differs. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theOnlyOtherValueOfAColumnIsOddBesideColumnsThatDependOnOneAnother() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        double[][] rows = new double[200][13];
        for (int i = 0; i < 200; i++) {
            double z = random.nextGaussian();
            Arrays.setAll(rows[i], j -> j == 12 ? 2.5 : z + 0.1 * random.nextGaussian());
        }
        rows[80][12] = 7.5;
        Outliers found = find(Table.of(rows));
        assertEquals(80, found.odd()[0]);
        assertTrue(found.odd().length <= 5, found.toString());
    }

    @Test
    void anyColumnsAndGapsHaveAVerdict() throws IOException {
        double[][] rows = Tables.rows(300, 3);
        String[] lines = new String[300];
        for (int i = 0; i < 300; i++) {
            String label = i == 17 ? "rare" : i % 3 == 0 ? "a" : "b";
            String h = i % 11 == 0 ? "" : Double.toString(rows[i][1]);
            // one row alone differs in the last column
            lines[i] = i == 40 ? ",,," : rows[i][0] + "," + h + "," + label + "," + (i == 80 ? "7.5" : "2.5");
        }
        Path file = Files.createTempFile("rows", ".csv");
        try {
            Files.write(
                    file,
                    Stream.concat(Stream.of("c,h,kind,constant"), Stream.of(lines))
                            .toList());
            Outliers found = find(Table.read(file));
            assertEquals(Optional.empty(), found.verdicts().get(40));
            assertFalse(found.isOdd(40));
            assertEquals(
                    299, found.verdicts().stream().filter(Optional::isPresent).count());
            assertTrue(found.isOdd(80), "the only other value of a column");
            assertTrue(reason(found, 80).startsWith("constant is 7.5"), reason(found, 80));
            assertEquals(300 - found.odd().length, found.clean().size());
        } finally {
            Files.delete(file);
        }
    }

    /** Stops in a fold, goes on, and ends with the same verdicts and without files. By day the search is one that was killed before. */
    @Test
    void aStoppedSearchGoesOn(@TempDir Path folder) throws IOException {
        Table table = table(dirty());
        double[] whole = scores(usual);
        Path checkpoint = folder.resolve("run.safetensors");
        for (boolean isKept : NIGHTLY ? new boolean[] {true, false} : new boolean[] {true}) {
            StopIn stop = new StopIn(3, STEPS / 2 + 1);
            OutlierSearch search = OutlierSearch.of(table).withRecipe(QUICK).withWatch(stop);
            if (!NIGHTLY) {
                kill(table, checkpoint, STEPS - 1);
                search = search.resumed(checkpoint);
            } else {
                search = isKept ? search.withCheckpoint(checkpoint) : search.withCheckpointAtStop(checkpoint);
            }
            assertEquals(Optional.empty(), search.run());
            assertEquals(NIGHTLY ? List.of(0, 1, 2, 3) : List.of(2, 3), stop.begun);
            assertTrue(Files.exists(folder.resolve("run-fold-3.safetensors")));
            StopIn never = new StopIn(9, 0);
            Outliers found = OutlierSearch.of(table)
                    .withRecipe(isKept ? QUICK.withThreads(2) : QUICK)
                    .withWatch(never)
                    .resumed(checkpoint)
                    .run()
                    .orElseThrow();
            assertArrayEquals(whole, scores(found));
            assertEquals(List.of(3, 4), never.begun, "folds that train after the stop");
            try (Stream<Path> left = Files.list(folder)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    /** A search whose process dies at a step of the third fold. */
    private static void kill(Table table, Path checkpoint, int step) {
        StopIn kill = new StopIn(2, step) {
            @Override
            public Answer after(long at, Optional<Trainer.Progress> evaluated) {
                if (super.after(at, evaluated) == Answer.STOP) {
                    throw new IllegalStateException("killed");
                }
                return Answer.GO_ON;
            }
        };
        OutlierSearch search =
                OutlierSearch.of(table).withRecipe(QUICK).withWatch(kill).withCheckpoint(checkpoint);
        assertThrows(IllegalStateException.class, search::run);
    }

    /** A search without suspects that is stopped goes on, and ends with the same verdicts. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aSearchThatIsStoppedAmongSuspectsGoesOn(@TempDir Path folder) throws IOException {
        double[] whole = scores(many);
        Path checkpoint = folder.resolve("run.safetensors");
        assertEquals(
                Optional.empty(),
                OF_MANY.withWatch(new StopIn(1, 31))
                        .withCheckpointAtStop(checkpoint)
                        .run());
        assertTrue(Files.exists(folder.resolve("run-fold-1.safetensors")), "a complete fold is kept");
        StopIn never = new StopIn(9, 0);
        assertArrayEquals(
                whole, scores(OF_MANY.withWatch(never).resumed(checkpoint).run().orElseThrow()));
        assertEquals(List.of(1, 2, 3, 4), never.begun, "folds that train after the stop");
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** A process that dies before the first evaluation of a fold, or after it, leaves files from which the search goes on. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aKilledSearchGoesOn(@TempDir Path folder) throws IOException {
        Table table = table(dirty());
        double[] whole = scores(usual);
        Path checkpoint = folder.resolve("run.safetensors");
        for (int step : new int[] {1, STEPS - 1}) {
            kill(table, checkpoint, step);
            StopIn never = new StopIn(9, 0);
            Outliers found = OutlierSearch.of(table)
                    .withRecipe(QUICK)
                    .withWatch(never)
                    .resumed(checkpoint)
                    .run()
                    .orElseThrow();
            assertArrayEquals(whole, scores(found), "killed at step " + step);
            assertEquals(List.of(2, 3, 4), never.begun, "folds that train after the kill");
        }
    }

    /**
     * Neither a fold that is complete nor one that was stopped may be of another table or recipe. The number of threads does not matter: a stopped
     * search goes on with another.
     */
    @Test
    void theFilesOfAnotherTableOrRecipeAreRefused(@TempDir Path folder) throws IOException {
        Path checkpoint = folder.resolve("run.safetensors");
        Recipe other = QUICK.withSteps(80).withThreads(2);
        for (int fold : new int[] {0, 1}) {
            OutlierSearch.of(table(dirty()))
                    .withRecipe(QUICK)
                    .withWatch(new StopIn(fold, STEPS / 2 + 1))
                    .withCheckpoint(checkpoint)
                    .run();
            String message =
                    refusal(OutlierSearch.of(table(dirty())).withRecipe(other).resumed(checkpoint));
            assertTrue(
                    message.contains(
                            fold == 0
                                    ? "leave the rest of the recipe as it is"
                                    : "run-fold-1.safetensors: it must be of a fold of this table and recipe"),
                    "fold " + fold + ": " + message);
        }
        String message = refusal(
                OutlierSearch.of(table(Tables.rows(400, 6))).withRecipe(QUICK).resumed(checkpoint));
        assertTrue(message.contains("run-fold-1.safetensors: it must be of a fold of this table and recipe"), message);
        assertTrue(message.endsWith("give the same table and options, or begin anew"), message);
    }

    private static String refusal(OutlierSearch search) {
        return String.valueOf(assertThrows(Exception.class, search::run).getMessage());
    }

    @Test
    void tooFewRowsAndNoColumnAreRefused() {
        assertEquals(
                "outliers: at least 20 rows with a known cell must tell what is normal but there are 19; give more rows",
                assertThrows(IllegalArgumentException.class, () -> Outliers.find(table(Tables.rows(19, 1))))
                        .getMessage());
        double[][] equal = new double[40][1];
        equal[3][0] = 1;
        assertEquals(
                "outliers: a column must vary, but in each nearly all values are equal; give other columns",
                assertThrows(IllegalArgumentException.class, () -> Outliers.find(Table.of(equal)))
                        .getMessage());
    }

    @Test
    void theSeedChoosesTheFolds() {
        Folds folds = Folds.of(table(dirty()).rows(), QUICK.seed());
        Folds others = Folds.of(table(dirty()).rows(), 20);
        assertFalse(Arrays.equals(folds.of(), others.of()));
        assertEquals(List.of(3L, 4L, 5L, 6L, 7L), SEEN.seeds, "each fold has a seed of its own");
    }

    /** Stops at a step of a fold. */
    private static class StopIn implements Watch {
        private final int fold;
        private final long step;
        private final List<Integer> begun = new ArrayList<>();
        private final List<Long> seeds = new ArrayList<>();

        StopIn(int fold, long step) {
            this.fold = fold;
            this.step = step;
        }

        @Override
        public Answer after(long at, Optional<Trainer.Progress> evaluated) {
            return begun.getLast() == fold && at >= step ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            if (event instanceof Watch.Event.Started s) {
                begun.add(s.member().number());
                seeds.add(s.member().seed());
            }
        }
    }

    /** A garage without a year, among rows that have both or neither: found without a training. */
    @Test
    void gapsThatFitNoOthersAreFound() throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 300; i++) {
            boolean hasGarage = random.nextBoolean();
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("garage", hasGarage ? "yes" : "no");
            row.put("year", hasGarage && i != 30 ? random.nextInt(1950, 2010) : null);
            row.put("price", random.nextGaussian());
            rows.add(row);
        }
        rows.get(30).put("garage", "yes");
        Watch noTraining = (_, _) -> {
            throw new IllegalStateException("trains");
        };
        Outliers found = OutlierSearch.of(Table.of(rows))
                .by(View.GAPS)
                .withWatch(noTraining)
                .run()
                .orElseThrow();
        for (int i = 0; i < 300; i++) {
            assertEquals(i == 30, found.isOdd(i), "row " + i);
        }
        Found how = found.found().get(30).orElseThrow();
        assertEquals("the gaps of year beside garage", how.words());
        Verdict verdict = found.verdicts().get(30).orElseThrow();
        assertTrue(verdict.reason().endsWith(" % where garage is yes"), verdict.reason());
        assertTrue(verdict.score() < 0, "on the scale of all views");
        rows.forEach(row -> row.put("year", 2000 + random.nextInt(7)));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> OutlierSearch.of(Table.of(rows)).by(View.GAPS).run())
                .getMessage();
        assertEquals(
                "outliers: a column must tell which cells of another one are empty, but none does; look by another view",
                message);
    }
}
