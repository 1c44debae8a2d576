package io.github.vflow.table.report.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.report.html.Element;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each kind of chart with places that can be computed by hand. */
final class DrawingsTest {
    private static final Scale.Linear HUNDRED = new Scale.Linear(0, 100);
    private static final Scale.Linear LOSSES = new Scale.Linear(-4, 0);

    /** One element on each line. */
    private static String lines(Element svg) {
        return svg.toString().replaceAll("></(rect|path|circle)>", "/>").replace("><", ">\n<") + "\n";
    }

    private static void assertHas(String drawn, String part) {
        assertTrue(drawn.contains(part), () -> part + "\n\n" + drawn);
    }

    /** The axis ends 6 % above the highest bar: 150 pixels are 53 %. */
    @Test
    void histogramsStandOnTheirAxis() {
        Histograms chart = new Histograms(
                new Scale.Linear(0, 10),
                "rent",
                new double[] {0.5, 0, 0.5},
                "data",
                new double[] {0.25, 0.5, 0.25},
                "samples",
                Histograms.THIRD);
        String drawn = lines(chart.draw("rents"));
        assertTrue(drawn.startsWith("<svg viewBox=\"0 0 360 216\" role=\"img\" aria-label=\"rents\">"), drawn);
        assertHas(drawn, """
                <path class="grid" d="M44 176L350 176"/>
                <text class="tick" x="38" y="179.5" text-anchor="end">0 %</text>
                <path class="grid" d="M44 119.4L350 119.4"/>
                <text class="tick" x="38" y="122.9" text-anchor="end">20 %</text>
                <path class="grid" d="M44 62.8L350 62.8"/>
                <text class="tick" x="38" y="66.3" text-anchor="end">40 %</text>
                <rect class="data-bar" x="44.4" y="34.5" width="101.2" height="141.5"/>
                <rect class="data-bar" x="248.4" y="34.5" width="101.2" height="141.5"/>
                <path class="model-line" d="M44 176V105.2H146V34.5H248V105.2H350V176"/>
                <path class="axis" d="M44 176L350 176"/>
                <path class="axis" d="M44 176L44 180"/>
                <text class="tick" x="44" y="192" text-anchor="middle">0</text>
                <path class="axis" d="M105.2 176L105.2 180"/>
                <text class="tick" x="105.2" y="192" text-anchor="middle">2</text>
                """);
        assertHas(drawn, """
                <text class="tick" x="350" y="192" text-anchor="middle">10</text>
                <text class="name" x="197" y="208" text-anchor="middle">rent</text>
                <text class="data-word" x="273.4" y="14" text-anchor="end">■ data</text>
                <text class="model-word" x="350" y="14" text-anchor="end">■ samples</text>
                </svg>
                """);
        String wide = new Histograms(HUNDRED, "x", new double[] {1, 0}, "a", new double[] {0, 1}, "b", Histograms.HALF)
                .draw("wide")
                .toString();
        assertHas(wide, "viewBox=\"0 0 500 216\"");
        assertHas(wide, "d=\"M44 176L490 176\"");
    }

    /** A label has the room up to the next one. */
    @Test
    void labelsOfMarksAreCutWhereTheNextBegins() {
        String label = "a label of more than fifteen characters";
        double[] one = {1};
        String alone = new Histograms(new Scale.Discrete(0, List.of(label)), "x", one, "a", one, "b", Histograms.THIRD)
                .draw("alone")
                .toString();
        assertHas(alone, ">" + label + "</text>");
        double[] thirds = {0.4, 0.3, 0.3};
        String among = new Histograms(
                        new Scale.Discrete(0, List.of(label, label, label)),
                        "x",
                        thirds,
                        "a",
                        thirds,
                        "b",
                        Histograms.THIRD)
                .draw("among")
                .toString();
        assertHas(among, ">a label of more…<title>" + label + "</title></text>");
    }

    /** A line is held within the area, and interrupted where there is no number; names at their ends do not cover each other. */
    @Test
    void linesHaveTheirNamesAtTheirEnds() {
        Lines chart = new Lines(
                HUNDRED,
                "step",
                LOSSES,
                "nats",
                List.of(
                        new Lines.Series(Lines.Style.DATA, "training rows", new double[][] {
                            {0, -5}, {50, Double.NaN}, {60, -2}, {100, -1}
                        }),
                        new Lines.Series(Lines.Style.MODEL, "held-out rows", new double[][] {{0, -4}, {100, -1.1}})),
                Optional.of(new Lines.Mark(75, -1.5, "best: −1.50")),
                500);
        String drawn = lines(chart.draw("training"));
        assertTrue(drawn.startsWith("<svg viewBox=\"0 0 500 270\" role=\"img\" aria-label=\"training\">"), drawn);
        assertHas(drawn, """
                <path class="grid" d="M60 178L384 178"/>
                <text class="tick" x="54" y="181.5" text-anchor="end">−3</text>
                """);
        assertHas(drawn, "<text class=\"name\" x=\"4\" y=\"20\" text-anchor=\"start\">nats</text>");
        assertHas(drawn, """
                <text class="tick" x="384" y="244" text-anchor="middle">100</text>
                <text class="name" x="222" y="260" text-anchor="middle">step</text>
                <path class="data-line" d="M60 228M254.4 128L384 78"/>
                <path class="model-line" d="M60 228L384 83"/>
                <text class="data-word" x="390" y="82" text-anchor="start">training rows</text>
                <text class="model-word" x="390" y="95" text-anchor="start">held-out rows</text>
                <circle class="mark" cx="303" cy="103" r="4"/>
                <text class="strong" x="295" y="94" text-anchor="end">best: −1.50</text>
                </svg>
                """);
    }

    /** The label of a mark stays within the picture. */
    @Test
    void aMarkInTheFirstHalfHasItsLabelToTheRight() {
        String drawn = lines(
                new Lines(HUNDRED, "step", LOSSES, "nats", List.of(), Optional.of(new Lines.Mark(50, 0, "best")), 500)
                        .draw("training"));
        assertHas(drawn, """
                <circle class="mark" cx="222" cy="28" r="4"/>
                <text class="strong" x="230" y="24" text-anchor="start">best</text>
                """);
    }
}
