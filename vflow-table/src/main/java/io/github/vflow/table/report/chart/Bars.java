package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Horizontal bars with their labels and numbers; two for each label if there is something to compare with.
 *
 * @param title above the bars
 * @param items from top to bottom
 * @param names the names of the bars: one, or two
 */
public record Bars(String title, List<Item> items, List<String> names) {
    private static final double WIDTH = 360;
    private static final double LABELS = 112;
    private static final double NUMBERS = 56;

    /**
     * A label with its shares.
     *
     * @param first the share of the first bar
     * @param second the share of the second bar; empty for none
     */
    public record Item(String label, double first, Optional<Double> second) {}

    public Bars {
        items = List.copyOf(items);
        names = List.copyOf(names);
    }

    /** The chart. */
    public Element draw(String alternative) {
        boolean two = names.size() > 1;
        double row = two ? 27 : 20;
        double top = 26;
        double most = items.stream()
                .mapToDouble(i -> Math.max(i.first, i.second.orElse(0.0)))
                .max()
                .orElse(1);
        double room = WIDTH - LABELS - NUMBERS;
        Element svg = Shapes.picture(WIDTH, top + row * items.size() + 4, alternative);
        svg.add(Shapes.fitted("name", 4, 14, "start", title, 180)).add(legend());
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            double y = top + i * row;
            svg.add(Shapes.fitted("tick", LABELS - 6, y + row / 2 + 2, "end", item.label, LABELS - 8));
            svg.add(bar("data-bar", y + 1, item.first, most, room));
            item.second.ifPresent(share -> svg.add(bar("model-bar", y + 12, share, most, room)));
        }
        return svg.add(Shapes.line("axis", LABELS, top - 2, LABELS, top + row * items.size()));
    }

    private List<Node> legend() {
        List<Node> all = new ArrayList<>();
        if (names.size() > 1) {
            all.addAll(Shapes.legend(WIDTH - 6, names.get(0), names.get(1)));
        }
        return all;
    }

    private static List<Node> bar(String style, double y, double share, double most, double room) {
        double width = most > 0 ? room * share / most : 0;
        return List.of(
                Shapes.rectangle(style, LABELS, y, Math.max(width, share > 0 ? 0.8 : 0), 10),
                Shapes.label("tick", LABELS + width + 5, y + 9, "start", Figures.percent(share)));
    }
}
