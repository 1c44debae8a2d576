package io.github.vflow.cli.option;

import io.github.vflow.nn.optim.Schedule;

/** How the learning rate falls over all steps. */
public enum ScheduleKind {
    /** Not at all. */
    CONSTANT,
    /** In a straight line to zero. */
    LINEAR,
    /** Along half a cosine to zero. */
    COSINE;

    Schedule schedule(double rate, long steps, long warmUp) {
        Schedule falling = switch (this) {
            case CONSTANT -> new Schedule.Constant(rate);
            case LINEAR -> new Schedule.Linear(rate, steps);
            case COSINE -> new Schedule.Cosine(rate, steps);
        };
        return warmUp == 0 ? falling : new Schedule.WarmUp(warmUp, falling);
    }
}
