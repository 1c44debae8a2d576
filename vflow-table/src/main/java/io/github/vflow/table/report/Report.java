package io.github.vflow.table.report;

import io.github.vflow.nn.file.AtomicFile;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.report.section.Detail;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A page about a model for those who decide whether to use it: one HTML file that needs no network and no JavaScript.
 *
 * <pre>  Report.of(model, table).named("sensors.safetensors", "today.csv").write(Path.of("report.html"));</pre>
 *
 * The page has samples of the model beside the rows of the table, column by column and pair by pair, their scores, how many
 * are alarms, what has drifted in a second table, the least likely rows with the columns to blame, the missing cells, the course of the training, and a model card. It has at most {@value #MOST_BYTES} bytes. Names and cells of the table are escaped. The same
 * model and table give the same page. Immutable and safe for any number of threads.
 */
public final class Report {
    /** The size of the largest page. */
    public static final int MOST_BYTES = 500_000;

    private final Subject subject;

    private Report(Subject subject) {
        this.subject = subject;
    }

    /** A report of a model beside a table, which has the schema of the model. */
    public static Report of(TableModel model, Table table) {
        Objects.requireNonNull(model, "Report.of: model");
        Objects.requireNonNull(table, "Report.of: table");
        return new Report(Subject.of(model, table));
    }

    /** With the names of the model and of the table, such as their files. */
    public Report named(String model, String table) {
        return new Report(subject.named(model, table));
    }

    /**
     * With a comparison of rows that came later with those that trained the model, or, if the model has no baseline, with those of the
     * table.
     *
     * @param later rows under the schema of the model
     * @param name of the table, such as its file
     */
    public Report compare(Table later, String name) {
        Objects.requireNonNull(later, "Report.compare: later");
        return new Report(subject.withLater(new Subject.Later(later, name)));
    }

    /** With a fact of the model card more, such as where the data come from. */
    public Report fact(String name, String text) {
        return new Report(subject.withFact(name, text));
    }

    /** With a remark more about the table, such as what was found when it was read. */
    public Report remark(String text) {
        return new Report(subject.withRemark(text));
    }

    /** With a command more of those that make the model and the report again. */
    public Report command(String line) {
        return new Report(subject.withCommand(line));
    }

    /**
     * With so many rows of the table at most, which are chosen at random; 20,000 if not said.
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
     * The page. Takes seconds: it draws samples, and scores samples and rows.
     *
     * @throws IllegalArgumentException if the columns of the table are not those of the model
     */
    public String html() {
        Study study = Study.of(subject);
        String page = "";
        for (Detail detail : List.of(Detail.FULL, Detail.LESS, Detail.LEAST)) {
            page = Page.of(study, detail);
            if (page.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
                return page;
            }
        }
        throw new IllegalStateException("Report: the page must have at most " + MOST_BYTES + " bytes but has "
                + page.getBytes(StandardCharsets.UTF_8).length + " with the least detail; leave out facts or commands");
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
