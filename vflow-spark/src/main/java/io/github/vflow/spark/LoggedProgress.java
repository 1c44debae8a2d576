package io.github.vflow.spark;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.fit.Watch;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the progress of a training into Spark's log.
 *
 * @param steps the most steps
 */
record LoggedProgress(long steps) implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(VFlow.class);

    @Override
    public Answer after(long step, Optional<Trainer.Progress> evaluated) {
        evaluated.ifPresent(p -> LOG.info(
                "Step {} of at most {}: ELBO of held-out rows {} nats, best {}; {} s",
                step,
                steps,
                p.validationBound(),
                p.bestBound(),
                Math.round(p.seconds())));
        return Answer.GO_ON;
    }
}
