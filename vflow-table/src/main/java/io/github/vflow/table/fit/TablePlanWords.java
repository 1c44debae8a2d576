package io.github.vflow.table.fit;

import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.defaults.SplitDefaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A plan in words for people: a name and a sentence for each decision. The columns are the schema's. */
final class TablePlanWords {
    private TablePlanWords() {}

    static SequencedMap<String, String> of(TablePlan plan) {
        SequencedMap<String, String> words = new LinkedHashMap<>();
        words.put("rows", rows(plan));
        words.put("alarms", alarms(plan) + neighbours(plan));
        words.put("flow", flow(plan.architecture()));
        words.put("broad", broad(plan.architecture().defensive()));
        words.put("members", members(plan));
        plan.maps().ifPresent(maps -> words.put("maps", maps(plan, maps)));
        words.put("steps", steps(plan.training()));
        words.put("gaps", gaps(plan));
        words.put(
                "samples",
                String.format(
                        Locale.ROOT,
                        "%,d for a score that is an estimate",
                        plan.recipe().estimation().samples()));
        words.put("seed", Long.toString(plan.recipe().seed()));
        return words;
    }

    private static String rows(TablePlan plan) {
        TablePlan.Parts parts = plan.parts();
        List<String> all = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d train", parts.train())));
        if (parts.heldOut() > 0) {
            all.add(String.format(Locale.ROOT, "%,d choose parameters and shares", parts.heldOut()));
        }
        if (parts.calibration() > 0) {
            all.add(String.format(Locale.ROOT, "%,d calibrate", parts.calibration()));
        }
        plan.oddRows().ifPresent(odd -> all.add(String.format(Locale.ROOT, "%,d are odd and left out", odd.size())));
        boolean areFew = parts.train() < SplitDefaults.FEWEST_TO_LEARN
                || parts.train() <= plan.schema().modelled().columns().size();
        return String.join(", ", all)
                + (areFew ? "; so few rows may say little about new ones" : "")
                + (plan.searchesFirst()
                        ? "; odd rows are searched first and left out, so these numbers will be smaller"
                        : "");
    }

    private static String alarms(TablePlan plan) {
        if (plan.folds() > 0) {
            return String.format(
                    Locale.ROOT,
                    "all rows calibrate, each by a model of the rows outside of its fold, of %d",
                    plan.folds());
        }
        return plan.parts().calibration() > 0
                ? count(plan.parts().calibration(), "row")
                        + (plan.parts().calibration() == 1 ? " calibrates" : " calibrate")
                : "none";
    }

    private static String neighbours(TablePlan plan) {
        return plan.neighbours() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; a row is compared with %s that the file keeps as ranks and labels, %,d bytes",
                        count(plan.neighbours(), "row"),
                        (long) plan.neighbours()
                                * plan.schema().modelled().columns().size());
    }

    private static String flow(RowSpec spec) {
        return spec.dimensions() == 0
                ? "none: all columns are discrete"
                : String.format(
                        Locale.ROOT,
                        "%s (%s), networks of %s",
                        count(spec.steps().number(), "step"),
                        word(spec.steps().coupling().kind()),
                        spec.steps().conditioner().hidden());
    }

    private static String broad(DefensiveSpec broad) {
        return String.format(
                Locale.ROOT,
                "a Student t with a share of %s at the start, and %s; held-out rows choose the final shares",
                broad.student(),
                broad.components() == 1
                        ? "a normal distribution"
                        : "up to " + broad.components() + " normal distributions");
    }

    private static String members(TablePlan plan) {
        return plan.members().size()
                + plan.members().stream().map(TablePlanWords::member).collect(Collectors.joining("; ", ": ", ""));
    }

    private static String member(Watch.Member m) {
        return (m.noise() == 0 ? "no noise" : "noise " + m.noise())
                + (m.isWhitened() ? ", whitened" : "")
                + (m.hasMaps() ? ", maps" : "")
                + ", seed " + m.seed();
    }

    private static String maps(TablePlan plan, TablePlan.Maps maps) {
        List<String> names = new ArrayList<>(plan.schema().modelled().names());
        names.removeAll(plan.recipe().target().given());
        List<String> mapped = new ArrayList<>();
        for (int j = 0; j < maps.kinds().size(); j++) {
            if (maps.kinds().get(j).marginal().isPresent()) {
                mapped.add(names.get(j));
            }
        }
        return String.format(
                Locale.ROOT,
                "of %s explain the rows by %.3f nats a row better",
                String.join(", ", mapped),
                maps.gain());
    }

    private static String steps(TrainingPlan plan) {
        TrainingPlan.Evaluation evaluation = plan.evaluation();
        String patience = evaluation.patience() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", until %s%,d bring no better bound",
                        evaluation.least() < evaluation.patience()
                                ? String.format(Locale.ROOT, "%,d to ", evaluation.least())
                                : "",
                        evaluation.patience());
        String average = plan.descent().averages()
                ? ", a moving average of decay " + plan.descent().emaDecay()
                : "";
        return String.format(
                Locale.ROOT,
                "at most %,d of %s for each member, learning rate %s%s; an evaluation after each %,d%s",
                plan.steps(),
                count(plan.batchSize(), "row"),
                plan.descent().schedule().rate(),
                average,
                plan.evaluation().every(),
                patience);
    }

    private static String gaps(TablePlan plan) {
        RowSpec.Fill fill = plan.architecture().fill();
        return fill.isNone()
                ? "the model needs complete rows"
                : String.format(
                        Locale.ROOT,
                        "a density of missing cells, %s%s",
                        count(plan.fillSteps(), "step"),
                        plan.members().size() > 1 ? " and fewer for each further member" : "");
    }

    private static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
