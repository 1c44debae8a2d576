package io.github.vflow.table.report.section;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Studies whose numbers are made by hand. */
final class Studies {
    /** Thirty rows of two columns beside samples of a model that is not trained. */
    static final Study STUDY = of(table(30));

    private Studies() {}

    /** Rows of two columns, a and b. */
    static Table table(int n) {
        Random random = new Random(3);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double a = random.nextGaussian();
            rows[i] = new double[] {a, a + random.nextGaussian()};
        }
        return Table.of(rows, "a", "b");
    }

    static Study of(TableModel model, Table table) {
        return Study.of(Subject.of(model, table));
    }

    static Study of(Table table) {
        return of(Untrained.of(table), table);
    }

    static Study with(Study study, Subject subject) {
        return new Study(
                subject,
                study.flow(),
                study.chosen(),
                study.columns(),
                study.scores(),
                study.drawnScores(),
                study.verdicts());
    }

    static Study with(Study study, List<ColumnView> columns) {
        return new Study(
                study.subject(),
                study.flow(),
                study.chosen(),
                columns,
                study.scores(),
                study.drawnScores(),
                study.verdicts());
    }

    static Study with(Study study, double[] scores, double[] drawnScores) {
        return new Study(
                study.subject(), study.flow(), study.chosen(), study.columns(), scores, drawnScores, study.verdicts());
    }

    /** The rows of {@link #STUDY} with other verdicts, by the calibration of a model. */
    static Study judged(TableModel model, List<Verdict> verdicts) {
        return new Study(
                Subject.of(model, STUDY.subject().table().it()),
                STUDY.flow(),
                STUDY.chosen(),
                STUDY.columns(),
                STUDY.scores(),
                STUDY.drawnScores(),
                verdicts);
    }

    /** A column of numbers on an axis from 0 to 10. */
    static ColumnView numbers(String name, double[] data, double[] samples, Difference difference) {
        return new ColumnView(
                Column.real(name),
                data,
                Sorted.of(data),
                samples,
                Sorted.of(samples),
                new Scale.Linear(0, 10),
                4,
                difference,
                Optional.empty());
    }

    static ColumnView labels(String name, List<String> labels, double[] data, double[] samples, Difference difference) {
        return new ColumnView(
                Column.category(name, labels),
                data,
                Sorted.of(data),
                samples,
                Sorted.of(samples),
                new Scale.Discrete(0, labels),
                labels.size(),
                difference,
                Optional.empty());
    }

    /** 0, 1, … n − 1. */
    static double[] upTo(int n) {
        return IntStream.range(0, n).asDoubleStream().toArray();
    }

    /** The texts of an element, with a bar for the tags between them. */
    static String texts(Element element) {
        return element.toString()
                .replaceAll("<[^>]*>", "|")
                .replaceAll("\\|+", "|")
                .replace("&lt;", "<")
                .replace("&#39;", "'");
    }

    static String texts(Section section) {
        return texts(section.body());
    }
}
