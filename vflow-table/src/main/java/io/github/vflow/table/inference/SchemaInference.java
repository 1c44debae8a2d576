package io.github.vflow.table.inference;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides the kinds of columns, from their profiles and the wishes of the user, and says so where it is not plain. */
public final class SchemaInference {
    private final ReadOptions options;
    private final List<Finding> findings = new ArrayList<>();

    public SchemaInference(ReadOptions options) {
        this.options = options;
    }

    public List<Finding> findings() {
        return findings;
    }

    /**
     * The columns of a source.
     *
     * @param names all different
     * @param unnamed whether the source has no name for the first column
     * @param commas whether commas separate the cells of the source
     */
    public Schema infer(List<String> names, List<ColumnProfile> profiles, boolean unnamed, boolean commas) {
        List<Column> columns = new ArrayList<>();
        Map<String, Notation> notations = new HashMap<>();
        Optional<Character> shown =
                DecimalSigns.shown(profiles.stream().map(ColumnProfile::numbers).toList());
        List<List<Finding>> signs = profiles.stream()
                .map(p -> DecimalSigns.choose(p.numbers(), options.point(), shown, commas))
                .toList();
        Set<String> marks = profiles.stream()
                .filter(p -> p.isNumeric() || p.isDates())
                .flatMap(p -> p.words().stream())
                .collect(Collectors.toSet());
        for (int j = 0; j < names.size(); j++) {
            NumberProfile numbers = profiles.get(j).numbers();
            ColumnInference inference = new ColumnInference(options, j + 1, names.get(j), profiles.get(j), findings);
            Optional<ReadOptions.Kind> kind = options.kind(names.get(j));
            if (kind.isEmpty() || kind.get() == ReadOptions.Kind.CATEGORY) {
                profiles.get(j).takeAnswers(marks).stream()
                        .map(SchemaInference::aboutAnswer)
                        .forEach(inference::add);
            }
            List<Finding> about = signs.get(j);
            Column column = kind.isPresent() ? inference.chosen(kind.get()) : inference.inferred(j == 0 && unnamed);
            columns.add(column);
            boolean isNumber = column.hasNumbers();
            if (isNumber) {
                about.forEach(inference::add);
                if (about.stream().noneMatch(Finding::isProblem)) {
                    DecimalSigns.readings(numbers).forEach(inference::add);
                }
            }
            Notation notation = inference.notation(column, kind.isPresent());
            if (!notation.equals(Notation.PLAIN) && column.isRead() && !column.isCategory()) {
                notations.put(column.name(), notation);
            }
        }
        return new Schema(columns, notations);
    }

    private static Finding aboutAnswer(Tally answer) {
        return Finding.note(
                        "has the text " + Finding.quoted(answer.text()) + " in " + Tally.count(answer.count(), "cell")
                                + ", which is a label",
                        "name it as a missing text if it stands for no value")
                .at(answer.count(), answer.line());
    }
}
