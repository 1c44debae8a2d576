package io.github.vflow.table.density;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.defaults.AnswerDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ln p(some cells | others). Asked labels l beside asked numbers y have
 *
 * <pre>p(l, y | given) = p(l, y, given) / Σ p(l′, y, given) · p(y, given) / p(given),</pre>
 *
 * where the sum is over all values l′. All its terms share their noise and their number of samples, so the probabilities of labels sum to one,
 * however much noise there is.
 *
 * @param model of the rows
 * @param both the row with the asked and the given cells; NaN for others
 * @param given the row with the given cells
 */
record Conditional(Model model, double[] both, double[] given) {
    /**
     * An answer.
     *
     * @param isSure whether each density that it took is known, those of the other labels too: the same for all labels
     */
    record Answer(ImportanceEstimate estimate, boolean isSure) {}

    Answer by(Evaluator evaluator) {
        double[] others = both.clone();
        labels().forEach(j -> others[j] = Double.NaN);
        Optional<Completions> all = completions(others);
        ImportanceEstimate asked = evaluator.estimate(both);
        if (all.isEmpty()) {
            ImportanceEstimate e = asked.minus(evaluator.estimate(given));
            return new Answer(e, e.isKnown());
        }
        Terms terms = Terms.of(evaluator, all.orElseThrow());
        ImportanceEstimate ofLabels = asked.minus(terms.sum());
        if (!isAsked(others)) {
            return new Answer(ofLabels, terms.areKnown());
        }
        ImportanceEstimate withoutNumbers = evaluator.estimate(given).minus(evaluator.estimate(others));
        return new Answer(ofLabels.minus(withoutNumbers), terms.areKnown() && withoutNumbers.isKnown());
    }

    private boolean isAsked(double[] row) {
        return IntStream.range(0, row.length).anyMatch(j -> !Double.isNaN(row[j]) && Double.isNaN(given[j]));
    }

    /** The asked columns that have probabilities alone. */
    private List<Integer> labels() {
        return IntStream.range(0, model.features())
                .filter(j -> Double.isNaN(given[j]) && !Double.isNaN(both[j]))
                .filter(j -> model.discrete().map(part -> part.isDiscrete(j)).orElse(false))
                .boxed()
                .toList();
    }

    /** The completions of a row by values of the asked labels; empty if no label is asked, or there are too many. */
    private Optional<Completions> completions(double[] row) {
        List<Integer> labels = labels();
        return model.discrete()
                .filter(_ -> !labels.isEmpty())
                .map((DiscretePart part) ->
                        Completions.of(part, model.standardization(), row, true).only(labels))
                .filter(c -> c.count(AnswerDefaults.MOST_LABELS_ASKED) <= AnswerDefaults.MOST_LABELS_ASKED);
    }

    /** The densities of the completions. */
    private record Terms(ImportanceEstimate[] each, double[] logs) {
        static Terms of(Evaluator evaluator, Completions all) {
            int n = all.count(AnswerDefaults.MOST_LABELS_ASKED);
            Terms terms = new Terms(new ImportanceEstimate[n], new double[n]);
            double[] row = all.row().clone();
            for (int k = 0; k < n; k++) {
                double logFactor = all.fill(k, row, 0);
                terms.each[k] = evaluator.estimate(row);
                terms.logs[k] = terms.each[k].logProb() + logFactor;
            }
            return terms;
        }

        ImportanceEstimate sum() {
            return ImportanceEstimate.sum(each, logs);
        }

        boolean areKnown() {
            return Arrays.stream(each).allMatch(ImportanceEstimate::isKnown);
        }
    }
}
