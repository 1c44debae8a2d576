package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.verdict.Verdict;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ReportTest {
    /** A page that is well-formed, small enough, and neither loads nor runs anything. */
    private static Document checked(String page) throws Exception {
        assertTrue(page.getBytes(StandardCharsets.UTF_8).length <= Report.MOST_BYTES, "bytes: " + page.length());
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(page.indexOf("<html")))));
        ReportNumbers.withFault(document);
        for (String tag : List.of("script", "img", "iframe", "object", "form")) {
            assertEquals(0, document.getElementsByTagName(tag).getLength(), tag);
        }
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            for (int k = 0; k < all.item(i).getAttributes().getLength(); k++) {
                org.w3c.dom.Node a = all.item(i).getAttributes().item(k);
                assertFalse(a.getNodeName().startsWith("on"), a.toString());
                boolean leaves = a.getNodeName().equals("href")
                        && !a.getNodeValue().startsWith("#")
                        && !a.getNodeValue().equals("data:,");
                assertFalse(leaves, a.toString());
            }
        }
        NodeList charts = document.getElementsByTagName("svg");
        for (int i = 0; i < charts.getLength(); i++) {
            Element chart = (Element) charts.item(i);
            assertTrue(
                    chart.hasAttribute("aria-hidden")
                            || (chart.getAttribute("role").equals("img")
                                    && chart.getAttribute("aria-label").length() > 10),
                    "a chart without a text");
        }
        return document;
    }

    private static String text(Document page) {
        return page.getDocumentElement().getTextContent();
    }

    private static int sections(Document page, String id) {
        NodeList all = page.getElementsByTagName("section");
        int found = 0;
        for (int i = 0; i < all.getLength(); i++) {
            found += ((Element) all.item(i)).getAttribute("id").equals(id) ? 1 : 0;
        }
        return found;
    }

    @Test
    void aPageHasAllSections() throws Exception {
        String page = Report.of(Trained.flats(), Trained.table(1_500, 2))
                .named("flats.safetensors", "today.csv")
                .fact("Trained on", "another.csv")
                .fact("Trained on", "flats.csv")
                .remark("column 3 has missing cells")
                .command("vflow train flats.csv")
                .html();
        Document document = checked(page);
        for (String id : List.of("columns", "scores", "anomalies", "training", "card")) {
            assertEquals(1, sections(document, id), id);
        }
        String text = text(document);
        for (String part : List.of(
                "flats.safetensors",
                "beside the rows of today.csv",
                "Trained on",
                "column 3 has missing cells",
                "vflow train flats.csv",
                "of the cells are missing",
                "All cells")) {
            assertTrue(text.contains(part), part);
        }
        assertTrue(page.contains("<th class=\"number\" scope=\"col\"><span>Cost</span></th>"), "numbers to the right");
        assertTrue(page.contains("<th scope=\"col\"><span>Column</span></th>"), "texts to the left");
        assertEquals(
                page,
                Report.of(Trained.flats(), Trained.table(1_500, 2))
                        .named("flats.safetensors", "today.csv")
                        .fact("Trained on", "flats.csv")
                        .remark("column 3 has missing cells")
                        .command("vflow train flats.csv")
                        .html());
    }

    /** Alarms of a model with noisy members compare another score, which is theirs alone. */
    @Test
    void aRowHasTheLogDensityOfTheModelAndTheVerdictOfTheAlarm() throws Exception {
        TableModel model = TableModel.fit(
                Trained.table(500, 4),
                Trained.QUICK
                        .withSteps(40)
                        .withFillSteps(10)
                        .withNoise(0.0, 0.3)
                        .withCalibration(0.2));
        Table table = Trained.withOddRow(300);
        double[] odd = table.rows().copyRow(300);
        Document document = checked(Report.of(model, table).html());
        String first = document.getElementsByTagName("article").item(0).getTextContent();
        Verdict verdict = model.alarm(0.01).judge(odd);
        assertNotEquals(model.logProb(odd), verdict.score());
        assertTrue(first.startsWith("Row 301log-density " + Figures.nats(model.logProb(odd))), first);
        assertTrue(first.contains("p-value " + Figures.rounded(verdict.pValue())), first);
        assertTrue(text(document).contains("with the lowest p-values of 301 rows"), text(document));
    }

    @Test
    void rowsBeyondTheLimitAreLeftOutAndThePageSaysSo() throws Exception {
        String text = text(checked(
                Report.of(Trained.flats(), Trained.table(900, 2)).rows(300).html()));
        assertTrue(text.contains("300 rows, chosen at random among those with values, of 900"), text);
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> Report.of(Trained.flats(), Trained.table(9, 2)).rows(0))
                .getMessage()
                .contains("there must be at least 1 row but the limit is 0"));
    }

    @Test
    void hostileNamesAndCellsStayText() throws Exception {
        List<String> names = List.of(
                "<script>alert(1)</script>",
                "\"><svg onload='x'>",
                "a\nb\r\tc\u0000",
                "\u202Eevil\u2066",
                "مرحبا بالعالم",
                "x".repeat(20_000),
                "]]>&amp;<!--",
                "\uD800");
        Random random = new Random(5);
        List<Map<String, Object>> rows = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Map<String, Object> row = new HashMap<>();
            for (int j = 0; j < names.size(); j++) {
                row.put(
                        names.get(j),
                        j % 2 == 0 ? random.nextGaussian() : random.nextBoolean() ? "</p><script>" : "'\"&");
            }
            rows.add(row);
        }
        List<Column> columns = IntStream.range(0, names.size())
                .<Column>mapToObj(j -> j % 2 == 0
                        ? Column.real(names.get(j))
                        : Column.category(names.get(j), List.of("'\"&", "</p><script>")))
                .toList();
        Table table = Table.of(new Schema(columns), rows);
        TableModel model = Untrained.of(table);
        String page = Report.of(model, table).named("</title><script>", "<b>").html();
        Document document = checked(page);
        assertFalse(page.contains("<script"), "a script");
        assertFalse(page.contains("\u202E"), "a change of direction");
        assertTrue(text(document).contains("<script>alert(1)</script>"));
        assertTrue(text(document).contains("مرحبا بالعالم"));
    }

    @Test
    void wideTablesWithLongNamesStaySmall() throws Exception {
        Random random = new Random(6);
        int d = 120;
        double[][] rows = new double[150][d];
        for (double[] row : rows) {
            row[0] = random.nextGaussian();
            for (int j = 1; j < d; j++) {
                row[j] = 0.7 * row[j - 1] + random.nextGaussian();
            }
        }
        String[] names = new String[d];
        java.util.Arrays.setAll(
                names, j -> "<&\"> and a very long name of column " + j + " ".repeat(50) + "y".repeat(2_000));
        Table table = Table.of(rows, names);
        TableModel model = Untrained.of(table);
        Document document = checked(Report.of(model, table).html());
        assertTrue(text(document).contains("111 more columns"));
    }

    @Test
    void aSingleColumnAndCategoriesAloneHavePages() throws Exception {
        Random random = new Random(7);
        double[][] one = new double[200][1];
        double[][] labels = new double[200][2];
        for (int i = 0; i < 200; i++) {
            one[i][0] = Math.exp(3 * random.nextGaussian());
            labels[i][0] = random.nextInt(3);
            labels[i][1] = random.nextInt(40);
        }
        Table single = Table.of(one, "price").with(Column.heavyTailed("price"));
        Document page = checked(Report.of(Untrained.of(single), single).html());
        assertEquals(0, sections(page, "training"));
        Table categories = Table.of(labels, "a", "b")
                .with(Column.category("a", List.of("x", "y", "z")))
                .with(Column.category(
                        "b",
                        java.util.stream.IntStream.range(0, 40)
                                .mapToObj(i -> "label " + i)
                                .toList()));
        page = checked(Report.of(Untrained.of(categories), categories).html());
        assertTrue(text(page).contains("33 others"), text(page));
    }

    @Test
    void theTableMustHaveTheColumnsOfTheModel() {
        Table other = Table.of(new double[][] {{1, 2}, {3, 4}}, "a", "b");
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> Report.of(Trained.flats(), other).html())
                .getMessage()
                .contains("read the table with the schema of the model"));
    }

    @Test
    void aModelWithGivenColumnsHasNoReport() {
        Table table = Table.of(new double[][] {{1, 2}, {3, 4}, {2, 2}, {5, 1}, {4, 3}, {0, 1}}, "a", "b");
        TableModel model = Untrained.of(table, Recipe.standard().given("b"));
        assertEquals(
                "Report: a report is about p(row) but the model is one of p(y | x) with the given columns [b]; train a model of"
                        + " all columns",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Report.of(model, table).html())
                        .getMessage());
    }
}
