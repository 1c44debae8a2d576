package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.report.ReportNumbers.Row;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.measure.AlarmRates;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Each number of a report has a row in {@link ReportNumbers}, and is computed in another way: from the table, from samples, by reading the charts. */
@Isolated("by night, a number of all reports is made wrong")
final class ReportNumbersTest {
    private static final int ROWS = 601;
    private static final int SAMPLES = 1_000;
    private static final List<String> COLUMNS = List.of("area", "rooms", "district", "rent");
    private static final int DISTRICT = 2;

    private static final TableModel MODEL = Trained.flats();
    private static final Table TABLE = Trained.withOddRow(600);
    private static String html = "";

    @BeforeAll
    static void write() {
        html = Report.of(MODEL, TABLE)
                .named("flats.safetensors", "today.csv")
                .compare(Trained.dearer(700), "later.csv")
                .html();
    }

    private static Document page() throws Exception {
        return ReportNumbers.withFault(parsed(html));
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(page.indexOf("<html")))));
    }

    private static Element section(Document page, String id) {
        return elements(page.getDocumentElement(), "section").stream()
                .filter(s -> s.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(Element in, String tag) {
        NodeList all = in.getElementsByTagName(tag);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static List<Chart> charts(Document page, String section) {
        return elements(section(page, section), "svg").stream()
                .filter(s -> s.getAttribute("role").equals("img"))
                .map(Chart::new)
                .toList();
    }

    private static Method method(Row row) {
        String[] names = row.test().split("\\.", -1);
        try {
            Class<?> test = Class.forName(ReportNumbersTest.class.getPackageName() + "." + names[0]);
            return Stream.of(test.getDeclaredMethods())
                    .filter(m -> m.getName().equals(names[1]) && m.isAnnotationPresent(Test.class))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(row + ": no test " + row.test()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(row + ": no test " + row.test(), e);
        }
    }

    static Stream<Row> computed() {
        return ReportNumbers.rows().stream().filter(r -> !r.test().startsWith("("));
    }

    @Test
    void eachNumberHasARowAndEachRowANumberAndATest() throws Exception {
        Set<Row> unseen = new HashSet<>(ReportNumbers.rows());
        unseen.removeAll(ReportNumbers.check(page()));
        assertEquals(Set.of(), unseen, "rows of numbers that no report has");
        computed().forEach(ReportNumbersTest::method);
    }

    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest(name = "{0}")
    @MethodSource("computed")
    void aWrongNumberIsFound(Row row) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        System.setProperty(ReportNumbers.FAULT, row.toString());
        try {
            Method test = method(row);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectMethod(test.getDeclaringClass(), test))
                                    .build(),
                            summary);
        } finally {
            System.clearProperty(ReportNumbers.FAULT);
        }
        assertTrue(
                summary.getSummary().getTotalFailureCount() > 0,
                () -> row + " is wrong, and " + row.test() + " passes");
    }

    private static double[][] rows() {
        return IntStream.range(0, ROWS).mapToObj(TABLE.rows()::copyRow).toArray(double[][]::new);
    }

    private static double[] known(double[][] rows, int column) {
        return Arrays.stream(rows)
                .mapToDouble(r -> r[column])
                .filter(x -> !Double.isNaN(x))
                .toArray();
    }

    private static double share(double[] values, double from, double to) {
        return Arrays.stream(values).filter(v -> v >= from && v < to).count() / (double) values.length;
    }

    /** Navigation and the texts of charts repeat the first sentences of sections. */
    @Test
    void aRepeatedSentenceHasTheSameNumbers() throws Exception {
        Document page = page();
        int seen = 0;
        for (Element item : elements((Element) page.getElementsByTagName("nav").item(0), "li")) {
            String id = elements(item, "a").getFirst().getAttribute("href").substring(1);
            for (Element span : elements(item, "span")) {
                String lead = elements(section(page, id), "p").getFirst().getTextContent();
                assertTrue(lead.startsWith(span.getTextContent()), span.getTextContent() + " / " + lead);
                seen++;
            }
        }
        assertEquals(6, seen);
        for (String id : List.of("columns", "scores", "training", "drift")) {
            Element section = section(page, id);
            for (Element svg : elements(section, "svg")) {
                String label = svg.getAttribute("aria-label");
                String figures = label.substring(label.indexOf(". ") + 2);
                assertTrue(section.getTextContent().contains(figures), label);
            }
        }
    }

    private static double[][] withGaps() {
        SplittableRandom random = new SplittableRandom(1);
        Baseline training = MODEL.baseline().orElseThrow();
        return Arrays.stream(MODEL.sample(SAMPLES, 1))
                .map(row -> training.withGaps(row, Set.of(), random))
                .toArray(double[][]::new);
    }

    /** The largest distance of the distributions of data and samples, by trying each number. */
    @Test
    void columnsAreComparedWithSamples() throws Exception {
        Document page = page();
        double[][] samples = withGaps();
        String text = section(page, "columns").getTextContent();
        int seen = 0;
        for (int j = 0; j < 4; j++) {
            double[] data = known(rows(), j);
            double[] drawn = known(samples, j);
            boolean labels = j == DISTRICT;
            double at = Arrays.stream(
                            data.length == 0
                                    ? drawn
                                    : Stream.of(data, drawn)
                                            .flatMapToDouble(Arrays::stream)
                                            .toArray())
                    .boxed()
                    .max(Comparator.comparingDouble(x -> Math.abs(upTo(data, x, labels) - upTo(drawn, x, labels))))
                    .orElseThrow();
            double a = upTo(data, at, labels);
            double b = upTo(drawn, at, labels);
            double noise = (labels ? 1.29 : 1.63) * Math.sqrt(1.0 / data.length + 1.0 / drawn.length);
            String words = Math.abs(a - b) <= noise
                    ? "No difference beyond chance (largest " + Figures.fixed(100 * Math.abs(a - b), 1) + " points)."
                    : Figures.percent(a) + " of the data but " + Figures.percent(b) + " of the samples ";
            words += data.length == ROWS
                    ? ""
                    : " " + Figures.percent((ROWS - data.length) / (double) ROWS) + " of the cells are missing.";
            assertTrue(text.contains(words), COLUMNS.get(j) + ": " + words + " in " + text);
            if (labels) {
                for (int k = 0; k < 3; k++) {
                    String line = List.of("harbour", "north", "south").get(k)
                            + Figures.percent(share(data, k, k + 0.5))
                            + Figures.percent(share(drawn, k, k + 0.5));
                    assertTrue(text.contains(line), line);
                }
            }
            seen += Math.abs(a - b) <= noise ? 0 : 1;
        }
        assertTrue(
                text.contains(
                        seen == 0
                                ? "In no column do 1000 samples of the model differ from the data by more than chance."
                                : "In " + seen
                                        + " of 4 columns, 1000 samples of the model differ from the data by more than chance."),
                text);
    }

    private static double upTo(double[] values, double x, boolean isLabel) {
        return Arrays.stream(values).filter(v -> isLabel ? v == x : v <= x).count() / (double) values.length;
    }

    /** Each bar, read by the ticks, is the share of the numbers between its ends; the numbers that have no bar are counted. */
    @Test
    void barsOfHistogramsAreShares() throws Exception {
        Document page = page();
        for (String section : List.of("columns", "drift", "scores")) {
            int read = 0;
            for (Element figure : elements(section(page, section), "figure")) {
                if (elements(figure, "svg").isEmpty()) {
                    continue; // shares of labels are a table
                }
                Chart chart = new Chart(elements(figure, "svg").getFirst());
                String name = chart.elements("text", "name").getLast().getTextContent();
                boolean isScore = section.equals("scores");
                if (isScore || List.of("area", "rent").contains(name)) {
                    double[] values = isScore ? MODEL.logProb(rows()) : known(rows(), COLUMNS.indexOf(name));
                    String left = chart.elements("path", "grid").getFirst().getAttribute("d");
                    double low = chart.x().applyAsDouble(Double.parseDouble(left.substring(1, left.indexOf(' '))));
                    double high = chart.x()
                            .applyAsDouble(
                                    Double.parseDouble(left.substring(left.indexOf('L') + 1, left.lastIndexOf(' '))));
                    checkBars(chart, values);
                    long under = Arrays.stream(values).filter(v -> v < low).count();
                    long outside =
                            under + Arrays.stream(values).filter(v -> v > high).count();
                    String words = isScore
                            ? under + " row of the data lie"
                            : "Beyond the axis: " + Figures.count(outside, "row");
                    assertTrue(
                            (isScore || outside > 0)
                                    ? figure.getTextContent().contains(words)
                                    : !figure.getTextContent().contains(" row and"),
                            words + " / " + figure.getTextContent());
                    if (section.equals("columns")) {
                        double[] drawn = known(withGaps(), COLUMNS.indexOf(name));
                        long beyond = Arrays.stream(drawn)
                                .filter(v -> v < low || v > high)
                                .count();
                        assertEquals(
                                beyond > 0,
                                figure.getTextContent().contains(Figures.count(beyond, "sample") + "."),
                                name + beyond);
                    }
                    read++;
                }
            }
            assertTrue(read > 0, section);
        }
    }

    private static void checkBars(Chart chart, double[] values) {
        DoubleUnaryOperator x = chart.x();
        DoubleUnaryOperator y = chart.y();
        List<Element> bars = chart.elements("rect", "data-bar");
        assertTrue(bars.size() > 5, bars.size() + " bars");
        // half of the space between two bars, and the error of a written place
        double gap = 0.4;
        double tenth = 0.1;
        double within = 0;
        for (Element bar : bars) {
            double left = Double.parseDouble(bar.getAttribute("x"));
            double width = Double.parseDouble(bar.getAttribute("width"));
            double top = Double.parseDouble(bar.getAttribute("y"));
            double height = y.applyAsDouble(top) / 100;
            assertEquals(
                    0,
                    y.applyAsDouble(top + Double.parseDouble(bar.getAttribute("height"))),
                    0.05,
                    "a bar stands on 0 %");
            double most =
                    share(values, x.applyAsDouble(left - gap - tenth), x.applyAsDouble(left + width + gap + tenth));
            double least =
                    share(values, x.applyAsDouble(left - gap + tenth), x.applyAsDouble(left + width + gap - tenth));
            assertTrue(
                    height <= most + 0.0005 && height >= least - 0.0005,
                    height + " is not from " + least + " to " + most);
            within += height;
        }
        assertEquals(1, within, 0.02, "all numbers but few are on the axis");
    }

    /** Samples without the cells that a row of the table lacks, as scores of fewer cells are others. */
    private static double[] drawnScores() {
        double[][] rows = rows();
        double[][] samples = MODEL.sample(SAMPLES, 1);
        for (int i = 0; i < SAMPLES; i++) {
            double[] like = rows[i * ROWS / SAMPLES];
            for (int j = 0; j < 4; j++) {
                samples[i][j] = Double.isNaN(like[j]) ? Double.NaN : samples[i][j];
            }
        }
        return MODEL.logProb(samples);
    }

    @Test
    void rowsBelowTheLowestSamplesAreCounted() throws Exception {
        double[] drawn = Arrays.stream(drawnScores()).sorted().toArray();
        double limit = drawn[(int) Math.round(0.01 * (SAMPLES - 1))];
        String share = Figures.percent(
                Arrays.stream(MODEL.logProb(rows())).filter(x -> x < limit).count() / (double) ROWS);
        String lead = elements(section(page(), "scores"), "p").getFirst().getTextContent();
        assertTrue(
                lead.startsWith(
                        share
                                + " of the rows have a log-density below the lowest 1 % of the model's own samples; it would be about 1 % if"),
                lead + " / " + share);
    }

    @Test
    void alarmsAtEachRateAreThoseOfTheAlarm() throws Exception {
        Element section = section(page(), "scores");
        String text = section.getTextContent();
        double[] calibration = MODEL.calibration().orElseThrow().scores();
        assertTrue(text.contains("how many of " + calibration.length + " calibration rows are as odd"), text);
        assertTrue(
                text.contains("The smallest rate that can be asked for is "
                        + Figures.percent(1 / (calibration.length + 1.0)) + "."),
                text);
        assertTrue(text.contains("99 % range"), text);
        for (double rate : new double[] {0.01, 0.02, 0.05, 0.1}) {
            AlarmRates.Range r = new AlarmRates(calibration.length, ROWS).at(rate);
            Alarm alarm = MODEL.alarm(rate);
            String share = Figures.percent(Arrays.stream(rows())
                            .filter(row -> alarm.judge(row).isAlarm())
                            .count()
                    / (double) ROWS);
            String ends = Figures.percent(r.low()) + " … " + Figures.percent(r.high());
            assertTrue(text.contains(Figures.percent(rate) + share + ends), rate + share + ends + text);
            if (rate == 0.05) {
                String words = " At a false-alarm rate of 5 %, " + share
                        + " of the rows are alarms; of rows like the calibration rows it would be "
                        + Figures.percent(r.low()) + " to " + Figures.percent(r.high()) + ".";
                String lead = elements(section, "p").getFirst().getTextContent();
                assertTrue(lead.contains(words), words + lead);
            }
        }
    }

    /** Of a model that compares a row with its district. */
    @Test
    void alarmsOfGroupsAreThoseOfTheAlarm() throws Exception {
        TableModel grouped = MODEL.calibratedBy(List.of("district"));
        String other = Report.of(grouped, TABLE).html();
        Document page = parsed(other);
        String text = section(page, "scores").getTextContent();
        Alarm alarm = grouped.alarm(0.01);
        List<String> names = List.of("harbour", "north", "south", "–");
        int all = 0;
        for (int k = 0; k < 4; k++) {
            int label = k;
            double[][] group = Arrays.stream(rows())
                    .filter(r -> label == 3 ? Double.isNaN(r[DISTRICT]) : r[DISTRICT] == label)
                    .toArray(double[][]::new);
            long alarms =
                    Arrays.stream(group).filter(r -> alarm.judge(r).isAlarm()).count();
            String line = names.get(k) + group.length + Figures.percent(alarms / (double) group.length);
            assertTrue(text.contains(line), line + text);
            all += (int) alarms;
        }
        assertTrue(all > 0, "no alarm");
        assertTrue(text.contains("districtRowsAlarms at 1 %"), text);
        assertTrue(
                text.contains(" At a false-alarm rate of 1 %, " + Figures.percent(all / (double) ROWS)
                        + " of the rows are alarms, each compared with the calibration rows of its group."),
                text);
    }

    private static double[] p(double[] calibration) {
        return Arrays.stream(rows())
                .mapToDouble(r -> MODEL.alarm(0.5).judge(r).score())
                .map(s -> (1.0 + Arrays.stream(calibration).filter(c -> c <= s).count()) / (calibration.length + 1))
                .toArray();
    }

    /** The rows that are shown, each by the alarm of a user. */
    @Test
    void unlikelyRowsAreExplainedAsByTheAlarm() throws Exception {
        Document page = page();
        Alarm alarm = MODEL.alarm(0.01);
        List<Element> articles = elements(page.getDocumentElement(), "article");
        assertEquals(10, articles.size());
        double[] p = p(MODEL.calibration().orElseThrow().scores());
        double[] lowest = Arrays.stream(p).sorted().limit(10).toArray();
        for (int k = 0; k < 10; k++) {
            Element article = articles.get(k);
            String text = article.getTextContent();
            int row = Integer.parseInt(
                            elements(article, "b").getFirst().getTextContent().substring(4))
                    - 1;
            double[] cells = TABLE.rows().copyRow(row);
            Verdict verdict = alarm.explain(cells);
            assertEquals(lowest[k], verdict.pValue(), 1e-12);
            assertTrue(
                    text.startsWith("Row " + (row + 1) + "log-density " + Figures.nats(MODEL.logProb(cells))
                            + "p-value " + Figures.rounded(verdict.pValue())),
                    text);
            Attribution a = verdict.attribution().orElseThrow();
            double told = 0;
            List<Attribution.Part> parts = a.parts().isEmpty() ? a.others() : a.parts();
            for (Attribution.Part part : parts.subList(0, Math.min(4, a.parts().isEmpty() ? 0 : parts.size()))) {
                assertTrue(
                        text.contains(
                                part.column() + part.text() + part.expected().words() + Figures.fixed(part.cost(), 1)),
                        text);
                told += part.cost();
            }
            if (!a.parts().isEmpty()) {
                assertTrue(text.contains("all other columns" + Figures.fixed(a.total() - told, 1)), text);
            }
            if (text.contains("outside of the range")) {
                double[] rent = known(
                        IntStream.range(0, 1_500)
                                .mapToObj(Trained.table(1_500, 1).rows()::copyRow)
                                .toArray(double[][]::new),
                        3);
                double[] ends = Arrays.stream(rent).sorted().toArray();
                String range = text.substring(
                        text.indexOf("outside of the range ") + 21, text.indexOf(" of the training rows"));
                assertEquals(ends[0], Chart.number(range.split(" to ", -1)[0]), 0.005 * ends[0]);
                assertEquals(
                        ends[ends.length - 1], Chart.number(range.split(" to ", -1)[1]), 0.005 * ends[ends.length - 1]);
                assertTrue(text.contains("rent is 9000, outside"), text);
            }
            if (k == 0) {
                String lead =
                        elements(section(page, "anomalies"), "p").getFirst().getTextContent();
                assertTrue(lead.startsWith("Row " + (row + 1) + " is the least likely: " + verdict.reason()), lead);
                assertTrue(lead.contains("the 10 rows with the lowest p-values of 601 rows"), lead);
            }
        }
    }

    @Test
    void driftIsThatOfTheLaterRows() throws Exception {
        Element section = section(page(), "drift");
        Table later = Trained.dearer(700);
        String lead = elements(section, "p").getFirst().getTextContent();
        List<Comparison.Column> compared = MODEL.compare(later).columns();
        long drifted = compared.stream().filter(c -> c.adjusted() <= 0.001).count();
        assertTrue(
                lead.startsWith("700 rows of later.csv differ from the training rows in " + drifted
                        + " of 5 columns and log-densities, at the level 0.001."),
                lead);
        for (Comparison.Column c : compared) {
            String p = c.adjusted() < 1e-12 ? "< 10⁻¹²" : Figures.rounded(c.adjusted());
            String line =
                    c.column() + Figures.rounded(c.statistic()) + p + (c.adjusted() <= 0.001 ? "drift" : "no drift");
            assertTrue(section.getTextContent().contains(line), line);
        }
        double[] before = known(rows(), 3);
        double[] after = later.rows().copyColumn(3);
        double at = Arrays.stream(before)
                .boxed()
                .max(Comparator.comparingDouble(v -> Math.abs(upTo(before, v, false) - upTo(after, v, false))))
                .orElseThrow();
        String words = Figures.percent(upTo(before, at, false)) + " of the rows before but "
                + Figures.percent(upTo(after, at, false)) + " of the later rows are at most ";
        String text = section.getTextContent();
        assertTrue(text.contains(words), words + text);
        String number = text.substring(text.indexOf(words) + words.length()).split("\\.?( |$)|\\.[^0-9]", 2)[0];
        assertEquals(at, Chart.number(number), 0.002 * at, number);
    }

    @Test
    void theTrainingCurveIsItsHistory() throws Exception {
        Document page = page();
        List<Trainer.Progress> history = MODEL.fitted().orElseThrow().history();
        Trainer.Progress best = history.stream()
                .max(Comparator.comparingDouble(Trainer.Progress::validationBound))
                .orElseThrow();
        Chart chart = charts(page, "training").getFirst();
        List<double[]> heldOut = chart.points("model-line");
        double end = heldOut.getLast()[0];
        assertEquals((double) history.getLast().step(), end, 0.4);
        assertEquals(history.getLast().validationBound(), heldOut.getLast()[1], 0.006);
        double[] train = chart.points("data-line").getLast();
        assertEquals(history.getLast().trainBound(), train[1], 0.006);
        String text = section(page, "training").getTextContent();
        assertTrue(text.contains("best: " + Figures.nats(best.validationBound())), text);
        assertTrue(
                text.contains("The parameters of step " + best.step() + " of "
                        + MODEL.fitted().orElseThrow().steps() + " are kept:"),
                text);
        double above = best.trainBound() - best.validationBound();
        assertTrue(
                text.contains("Training rows are then " + Figures.fixed(Math.abs(above), 2) + " nats "
                        + (above > 0 ? "above" : "below") + " held-out rows."),
                text);
    }

    @Test
    void theCardHasRangesAndCounts() throws Exception {
        Element card = section(page(), "card");
        String text = card.getTextContent();
        var fitted = MODEL.fitted().orElseThrow();
        assertTrue(text.contains("today.csv: 601 rows"), text);
        assertTrue(
                text.contains(Figures.count(fitted.steps(), "step") + " in " + Figures.fixed(fitted.seconds(), 1)
                        + " s; all steps"),
                text);
        TablePlan plan = MODEL.plan().orElseThrow();
        TablePlan.Parts parts = plan.parts();
        assertTrue(
                text.contains(String.format(
                        java.util.Locale.ROOT,
                        "Plan: rows%,d train, %,d choose parameters and shares, %,d calibrate",
                        parts.train(),
                        parts.heldOut(),
                        parts.calibration())),
                text);
        assertTrue(
                text.contains(String.format(
                        java.util.Locale.ROOT,
                        "Plan: alarms%,d rows calibrate; a row is compared with %,d rows that the file keeps",
                        parts.calibration(),
                        parts.train())),
                text);
        var steps = plan.architecture().steps();
        assertTrue(
                text.contains("Plan: flow" + steps.number() + " steps (mixture), networks of "
                        + steps.conditioner().hidden()),
                text);
        assertTrue(
                text.contains("Plan: members1: no noise, whitened, seed "
                        + plan.members().getFirst().seed()),
                text);
        assertTrue(
                text.contains("Parameters"
                        + String.format(
                                java.util.Locale.ROOT,
                                "%,d",
                                MODEL.model().parameters().values().length)),
                text);
        assertTrue(
                text.contains(Figures.nats(fitted.heldOut().value()) + " ± "
                        + Figures.nats(fitted.heldOut().standardError()) + " nats over "
                        + fitted.heldOut().count() + " rows"),
                text);
        List<Element> cells = elements(card, "td");
        assertEquals(
                String.valueOf(ROWS - known(rows(), DISTRICT).length),
                cells.get(5 * DISTRICT + 3).getTextContent());
        assertEquals("3: harbour, north, south", cells.get(5 * DISTRICT + 2).getTextContent());
        assertEquals(
                "probability of the category, one of 3",
                cells.get(5 * DISTRICT + 4).getTextContent());
        for (int j : new int[] {0, 1, 3}) {
            double[] known = Arrays.stream(known(rows(), j)).sorted().toArray();
            String[] ends = cells.get(5 * j + 2).getTextContent().split(" … ", -1);
            assertEquals(known[0], Chart.number(ends[0]), 0.005 * Math.abs(known[0]));
            assertEquals(known[known.length - 1], Chart.number(ends[1]), 0.005 * known[known.length - 1]);
        }
    }
}
