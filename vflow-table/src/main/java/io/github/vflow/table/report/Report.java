package io.github.vflow.table.report;

import io.github.vflow.nn.file.AtomicFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A page about a model for people who decide whether to use it: one HTML file that needs no network and no JavaScript.
 *
 * <pre>  Report.of(model, table).named("sensors.safetensors", "today.csv").write(Path.of("report.html"));</pre>
 *
 * The page shows samples of the model beside the rows of the table, column by column, and their scores. It has the alarms, the least likely rows with
 * the columns to blame, the drift of a second table, the course of the training, and a model card. It has at most
 * {@value #MOST_BYTES} bytes. Names and cells of the table are escaped. The same model and table give the same page. Immutable and safe for any
 * number of threads.
 */
public final class Report {
    /** The size of the largest page. */
    public static final int MOST_BYTES = 500_000;

    private final Subject subject;

    private Report(Subject subject) {
        this.subject = subject;
    }

    /** Begins a report about a model and a table that has the schema of the model. */
    public static Report of(TableModel model, Table table) {
        Objects.requireNonNull(model, "Report.of: model");
        Objects.requireNonNull(table, "Report.of: table");
        return new Report(Subject.of(model, table));
    }

    /** Names the model and the table, for example by their files. */
    public Report named(String model, String table) {
        return new Report(subject.withNames(model, table));
    }

    /**
     * Adds a comparison of later rows with the training rows, or with the rows of the table if the model has no baseline.
     *
     * @param later rows under the schema of the model
     * @param name of the later table, such as its file
     */
    public Report compare(Table later, String name) {
        Objects.requireNonNull(later, "Report.compare: later");
        return new Report(subject.withLater(later, name));
    }

    /** Adds a fact to the model card, such as the origin of the data; it replaces a fact of the same name. */
    public Report fact(String name, String text) {
        return new Report(subject.with(new Subject.Note.Fact(name, text)));
    }

    /** Adds a remark about the table, such as a finding of its reader. */
    public Report remark(String text) {
        return new Report(subject.with(new Subject.Note.Remark(text)));
    }

    /** Adds a command that makes the model or the report again. */
    public Report command(String line) {
        return new Report(subject.with(new Subject.Note.Command(line)));
    }

    /**
     * Limits the report to a random sample of this many rows (default 20,000).
     *
     * @throws IllegalArgumentException if it is below one
     */
    public Report rows(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("Report.rows: there must be at least 1 row but the limit is " + most);
        }
        return new Report(subject.withRows(most));
    }

    /**
     * Makes the page. This takes seconds: it draws samples, and scores samples and rows.
     *
     * @throws IllegalArgumentException if the table does not have the columns of the model
     */
    public String html() {
        String page = Page.of(Study.of(subject));
        int bytes = page.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException("Report: the page must have at most " + MOST_BYTES + " bytes but has "
                    + bytes + "; leave out facts or commands");
        }
        return page;
    }

    /**
     * Writes the page in UTF-8, whole or not at all.
     *
     * @throws IllegalArgumentException as {@link #html()}
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        byte[] page = html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
    }
}
