package io.github.vflow.table.report.section;

import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.study.Study;

/** The numbers at the top of a report. */
final class KeyFigures {
    private KeyFigures() {}

    static Element of(Study study) {
        Element tiles = Element.styled("div", "tiles");
        tiles.add(tile(Figures.shown(study.subject().table().it().size()), "rows"));
        tiles.add(tile(Figures.shown(study.columns().size()), study.columns().size() == 1 ? "column" : "columns"));
        double cells = (double) study.rows().size() * study.columns().size();
        tiles.add(tile(Figures.percent(study.missing() / cells), "of the cells are missing"));
        tiles.add(tile(Figures.shown(study.flow().parameters().size()), "parameters of the model"));
        study.model()
                .fitted()
                .filter(f -> f.heldOut().count() > 0)
                .ifPresent(f -> tiles.add(tile(heldOut(f), "nats: mean log-density of held-out rows")));
        return tiles;
    }

    static String heldOut(Fitted fitted) {
        double error = fitted.heldOut().standardError();
        String text = Figures.nats(fitted.heldOut().value());
        return (Double.isNaN(error) ? text : text + " ± " + Figures.nats(error));
    }

    private static Element tile(String number, String what) {
        return Element.styled("div", "tile", Element.saying("strong", number), Element.saying("span", what));
    }
}
