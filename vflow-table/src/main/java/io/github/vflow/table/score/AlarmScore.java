package io.github.vflow.table.score;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.view.View;
import java.util.Optional;

/**
 * The score of a row that an alarm compares with the scores of normal rows: the score by its oddest view.
 *
 * @param view the oddest
 * @param value in spreads of the view below the score of a typical row
 * @param standardError of the value
 * @param density ln p of the row in nats, with its error
 */
public record AlarmScore(View view, double value, double standardError, ImportanceEstimate density) implements Score {
    @Override
    public Optional<View> oddest() {
        return Optional.of(view);
    }
}
