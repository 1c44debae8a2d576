package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject.Note;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model, its training data, and the commands that make it again. */
final class ModelCard {
    private static final int FACT = 400;
    private static final int COMMAND = 2_000;
    private static final int DESCRIBED = 100;

    /** Decisions of the plan that a reader of a model asks for. */
    private static final List<String> PLANNED = List.of("rows", "alarms", "flow", "members");

    private ModelCard() {}

    static Section of(Study study) {
        Section section = Section.of(
                "card",
                "Model card",
                "A probability density of the rows of a table.",
                "It was trained on rows like those below, and says nothing about others.");
        Element list = Element.of("dl");
        facts(study)
                .forEach((name, text) -> list.add(
                        Element.saying("dt", Words.brief(name, 60)),
                        Element.of("dd", Element.saying("bdi", Words.brief(text, FACT)))));
        section.add(list);
        commands(study).ifPresent(section::add);
        remarks(study).ifPresent(section::add);
        return section.add(Element.saying("h3", "Columns"), schema(study));
    }

    private static Map<String, String> facts(Study study) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Model", study.subject().model().name());
        facts.put("Rows of this report", study.subject().table().name() + ": " + rows(study));
        study.model().fitted().ifPresent(f -> facts.putAll(training(f)));
        facts.put("Parameters", Figures.shown(study.flow().parameters().size()));
        study.model()
                .plan()
                .map(TablePlan::words)
                .ifPresent(words -> PLANNED.forEach(w -> facts.put("Plan: " + w, words.getOrDefault(w, ""))));
        study.subject().notes(Note.Fact.class).forEach(f -> facts.put(f.name(), f.text()));
        return facts;
    }

    private static String rows(Study study) {
        int all = study.subject().table().it().size();
        return study.isPart()
                ? Figures.count(study.rows().size(), "row") + ", chosen at random among those with values, of "
                        + Figures.shown(all)
                : Figures.count(all, "row");
    }

    private static Map<String, String> training(Fitted fitted) {
        Map<String, String> facts = new LinkedHashMap<>();
        String end = switch (fitted.end()) {
            case STEPS -> "all steps were done";
            case NO_BETTER -> "held-out rows stopped improving";
            case STOPPED -> "it was stopped";
            case DIVERGED -> "it diverged; the best parameters before were kept";
        };
        String time = Double.isFinite(fitted.seconds()) && fitted.seconds() > 0
                ? " in " + Figures.fixed(fitted.seconds(), 1) + " s"
                : "";
        facts.put("Training", Figures.count(fitted.steps(), "step") + time + "; " + end);
        if (fitted.heldOut().count() > 0) {
            double error = fitted.heldOut().standardError();
            facts.put(
                    "Held-out rows",
                    Figures.nats(fitted.heldOut().value()) + (Double.isNaN(error) ? "" : " ± " + Figures.nats(error))
                            + " nats over "
                            + Figures.count(fitted.heldOut().count(), "row"));
        }
        return facts;
    }

    private static Optional<Element> commands(Study study) {
        List<Note.Command> commands = study.subject().notes(Note.Command.class);
        if (commands.isEmpty()) {
            return Optional.empty();
        }
        Element lines = Element.of("pre");
        commands.forEach(c -> lines.add(Element.saying("code", Words.brief(c.line(), COMMAND)))
                .say("\n"));
        return Optional.of(Element.of("div", Element.saying("h3", "To make this again"), lines));
    }

    private static Optional<Element> remarks(Study study) {
        List<Note.Remark> remarks = study.subject().notes(Note.Remark.class);
        if (remarks.isEmpty()) {
            return Optional.empty();
        }
        Element list = Element.of("ul");
        remarks.stream()
                .limit(Parts.LISTED)
                .forEach(r -> list.add(Element.of("li", Element.saying("bdi", Words.brief(r.text(), FACT)))));
        Element all = Element.of("div", Element.saying("h3", "Remarks on the table"), list);
        return Optional.of(Parts.more(all, remarks.size() - Parts.LISTED, "more remark"));
    }

    private static Element schema(Study study) {
        Map<String, ColumnView> views = new HashMap<>();
        study.columns().forEach(v -> views.put(v.name(), v));
        List<Column> columns = study.model().schema().columns();
        List<List<Node>> rows = new ArrayList<>();
        for (Column c : columns.subList(0, Math.min(columns.size(), DESCRIBED))) {
            ColumnView view = views.get(c.name());
            Schema.Summary summary =
                    new Schema.Summary(c, values(c, view), 0, view == null ? 0 : view.missing(), false);
            rows.add(List.of(
                    Parts.name(c.name()),
                    new Text(summary.kind()),
                    Parts.name(summary.values()),
                    new Text(summary.missing() == 0 ? "" : Figures.shown(summary.missing())),
                    new Text(summary.use())));
        }
        Element table = Parts.table(
                List.of(
                        text("Column"),
                        text("Kind"),
                        text("Values in these rows"),
                        number("Missing"),
                        text("The model has")),
                rows);
        return Parts.more(Element.of("div", table), columns.size() - rows.size(), "more column");
    }

    private static String values(Column column, @Nullable ColumnView view) {
        if (column.isCategory()) {
            return column.labels().size() + ": " + String.join(", ", column.labels());
        }
        if (!column.isModelled()) {
            return column.words();
        }
        return view == null || view.known().size() == 0
                ? ""
                : view.text(view.known().nearest(0)) + " … "
                        + view.text(view.known().nearest(1));
    }
}
