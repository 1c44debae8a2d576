package io.github.vflow.table.report.study;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.report.chart.Figures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The architecture of a model in words. */
public final class Architecture {
    private Architecture() {}

    /** The facts by name, for the model card. */
    public static Map<String, String> facts(Model model) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Parameters", Figures.shown(model.parameters().size()));
        Spec spec = model.spec().orElse(null);
        if (spec instanceof Spec.Mixture mixture) {
            facts.put("Mixture", mixture(mixture));
        }
        RowSpec rows = spec instanceof Spec.Mixture mixture
                ? mixture.members().getFirst()
                : spec instanceof RowSpec one ? one : null;
        if (rows != null) {
            facts.put("Architecture", flow(rows));
            if (rows.lifted() > 0) {
                facts.put("Steps", steps(rows));
            }
            if (!rows.defensive().isNone() && spec instanceof RowSpec) {
                facts.put("Shares of the density", shares(rows.defensive()));
            }
            facts.put(
                    "Missing cells",
                    rows.fill().isNone() ? "rows must be complete" : "integrated out by importance sampling");
        } else {
            facts.put("Architecture", model.toString());
        }
        return facts;
    }

    private static String mixture(Spec.Mixture mixture) {
        String shares = Figures.count(mixture.members().size(), "model") + " of this architecture with the shares "
                + mixture.shares().stream().map(Figures::percent).collect(Collectors.joining(", "));
        return mixture.members().stream().allMatch(m -> m.noise() == 0)
                ? shares
                : shares + ", trained with noise of "
                        + mixture.members().stream()
                                .map(m -> String.valueOf(m.noise()))
                                .collect(Collectors.joining(", "))
                        + " standard deviations";
    }

    private static String flow(RowSpec rows) {
        int discrete =
                (int) rows.kinds().stream().filter(ColumnSpec::isDiscrete).count();
        String chain = "a chain of exact probabilities of " + Figures.count(discrete, "discrete column");
        if (rows.lifted() == 0) {
            return chain;
        }
        String flow = rows.augment() == 0
                ? "an exact normalizing flow on " + Figures.count(rows.dimensions(), "dimension")
                : "a VFlow on " + rows.lifted() + " + " + rows.augment() + " dimensions";
        return discrete == 0 ? flow : flow + ", given " + chain;
    }

    private static String steps(RowSpec rows) {
        String hidden = rows.steps().conditioner().hidden().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return Figures.count(rows.steps().number(), "step") + ": "
                + words(rows.steps().linear()) + " linear map, "
                + words(rows.steps().coupling().kind()) + " "
                + words(rows.steps().kind())
                + ", networks with hidden layers of " + hidden;
    }

    private static String shares(DefensiveSpec tail) {
        return "flow " + Figures.percent(tail.flow()) + ", " + Figures.count(tail.components(), "normal distribution")
                + " "
                + Figures.percent(tail.normal())
                + ", Student t " + Figures.percent(tail.student());
    }

    private static String words(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
