package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame of a page, and its size. */
final class PageTest {
    private static final Pattern LINK = Pattern.compile("<li><a href=\"#(\\w+)\">([^<]*)</a><span>([^<]*)</span></li>");

    private static final Table TABLE = table();
    private static final TableModel MODEL = Untrained.of(TABLE);

    private static Table table() {
        Random random = new Random(2);
        double[][] rows = new double[60][];
        for (int i = 0; i < 60; i++) {
            rows[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        return Table.of(rows, "a", "b");
    }

    /** The contents name each section with its first sentence, in the order of the page. */
    @Test
    void theContentsAreTheSections() {
        String page = Report.of(MODEL, TABLE).named("m.safetensors", "t.csv").html();
        Matcher link = LINK.matcher(page);
        List<String> ids = new ArrayList<>();
        while (link.find()) {
            ids.add(link.group(1));
            assertTrue(
                    page.contains("<section id=\"" + link.group(1) + "\"><h2>" + link.group(2)
                            + "</h2><p class=\"lead\">" + link.group(3)),
                    link.group());
        }
        assertEquals(List.of("columns", "scores", "anomalies", "card"), ids);
        int last = 0;
        for (String id : ids) {
            int at = page.indexOf("<section id=\"" + id + "\">");
            assertTrue(at > last, id);
            last = at;
        }
        assertTrue(page.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
        assertTrue(page.endsWith("This page loads nothing and sends nothing.</p></footer></body></html>\n"));
        assertTrue(page.contains("<title>Report: m.safetensors</title><style>:root{"));
        assertTrue(page.contains(
                "<h1><bdi>m.safetensors</bdi></h1><p class=\"lead\">beside the rows of <bdi>t.csv</bdi></p>"));
    }

    @Test
    void aPageThatIsTooLargeIsRefused() {
        Report report = Report.of(MODEL, TABLE);
        for (int i = 0; i < 260; i++) {
            report = report.command("y".repeat(2_000));
        }
        String words = String.valueOf(
                assertThrows(IllegalStateException.class, report::html).getMessage());
        assertTrue(
                words.startsWith("Report: the page must have at most 500000 bytes but has 5")
                        && words.endsWith("; leave out facts or commands"),
                words);
    }

    @Test
    void theFileIsThePage(@TempDir Path dir) throws IOException {
        Report report = Report.of(MODEL, TABLE);
        assertThrows(IOException.class, () -> report.write(dir.resolve("none").resolve("r.html")));
        report.write(dir.resolve("r.html"));
        assertEquals(report.html(), Files.readString(dir.resolve("r.html")));
        try (var files = Files.list(dir)) {
            assertEquals(List.of(dir.resolve("r.html")), files.toList());
        }
    }

    @Test
    void oneRowIsEnough() {
        assertTrue(Report.of(MODEL, TABLE)
                .rows(1)
                .html()
                .contains("1 row, chosen at random among those with values, of 60"));
    }
}
