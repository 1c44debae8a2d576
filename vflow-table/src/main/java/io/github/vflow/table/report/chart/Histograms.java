package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Lengths;
import io.github.vflow.table.report.html.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two distributions over one axis: bars for one, an outline for the other.
 *
 * @param scale of the values
 * @param name of the axis
 * @param bars the shares of equal parts of the axis
 * @param barsName the name of the bars
 * @param outline the shares of the same parts
 * @param outlineName the name of the outline
 * @param width of the picture, in pixels
 */
public record Histograms(
        Scale scale, String name, double[] bars, String barsName, double[] outline, String outlineName, double width) {
    /** The width of one of three charts side by side. */
    public static final double THIRD = 360;

    /** The width of one of two charts side by side. */
    public static final double HALF = 500;

    private static final double HEIGHT = 216;

    /** The chart. */
    public Element draw(String alternative) {
        double most = Math.max(
                Arrays.stream(bars).max().orElse(0),
                Arrays.stream(outline).max().orElse(0));
        Frame frame = new Frame(44, 26, width - 54, HEIGHT - 66, scale, Scale.Linear.ofShares(100 * most));
        Element svg = Shapes.picture(width, HEIGHT, alternative).add(frame.marksUp(" %"));
        svg.add(bars(frame)).add(Shapes.path("model-line", outline(frame)));
        svg.add(frame.marksAcross()).add(frame.titleAcross(name));
        return svg.add(Shapes.legend(frame.right(), barsName, outlineName));
    }

    private List<Node> bars(Frame frame) {
        List<Node> all = new ArrayList<>();
        double part = frame.width() / bars.length;
        for (int i = 0; i < bars.length; i++) {
            if (bars[i] > 0) {
                double y = frame.y(100 * bars[i]);
                all.add(Shapes.rectangle("data-bar", frame.left() + i * part + 0.4, y, part - 0.8, frame.bottom() - y));
            }
        }
        return all;
    }

    private String outline(Frame frame) {
        double part = frame.width() / outline.length;
        StringBuilder d = new StringBuilder("M" + Shapes.point(frame.left(), frame.bottom()));
        for (int i = 0; i < outline.length; i++) {
            d.append('V').append(Lengths.text(frame.y(100 * outline[i])));
            d.append('H').append(Lengths.text(frame.left() + (i + 1) * part));
        }
        return d.append('V').append(Lengths.text(frame.bottom())).toString();
    }
}
