package io.github.vflow.nn.optim;

/** The learning rate at each step, counted from zero. Immutable. */
public sealed interface Schedule {
    /** The rate of a step. */
    double at(long step);

    /** The rate α; the rates of the steps are multiples of it. */
    double rate();

    /** The same schedule of another rate α. */
    default Schedule withRate(double rate) {
        return switch (this) {
            case Constant _ -> new Constant(rate);
            case Linear s -> new Linear(rate, s.steps);
            case Cosine s -> new Cosine(rate, s.steps);
            case Exponential s -> new Exponential(rate, s.from, s.factor, Math.min(rate, s.floor));
            case WarmUp s -> new WarmUp(s.steps, s.then.withRate(rate));
        };
    }

    /**
     * The same rate always.
     *
     * @param rate α
     */
    record Constant(double rate) implements Schedule {
        public Constant {
            requireRate(rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }

    /**
     * Falls in a straight line to zero: α·(1 − t/n).
     *
     * @param rate α
     * @param steps n
     */
    record Linear(double rate, long steps) implements Schedule {
        public Linear {
            requireRate(rate);
            requireSteps(steps, 1);
        }

        @Override
        public double at(long step) {
            return rate * Math.max(0, 1 - (double) step / steps);
        }
    }

    /**
     * Falls along half a cosine to zero: α·½(1 + cos πt/n) (Loshchilov and Hutter, 2017).
     *
     * @param rate α
     * @param steps n
     */
    record Cosine(double rate, long steps) implements Schedule {
        public Cosine {
            requireRate(rate);
            requireSteps(steps, 1);
        }

        @Override
        public double at(long step) {
            return rate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps)));
        }
    }

    /**
     * The rate until a step; from there on it is multiplied by a factor at each step, down to a floor.
     * The published ImageNet models were trained with this schedule.
     *
     * @param rate α
     * @param from the step
     * @param factor more than one lets the rate grow, as a search for the highest rate does
     * @param floor the lowest rate
     */
    record Exponential(double rate, long from, double factor, double floor) implements Schedule {
        public Exponential {
            requireRate(rate);
            requireSteps(from, 0);
            if (!(factor > 0) || !Double.isFinite(factor) || !(floor >= 0 && floor <= rate)) {
                throw new IllegalArgumentException(
                        "Schedule: the factor must be positive and finite and the floor between 0 and the rate " + rate
                                + " but they are " + factor + " and " + floor);
            }
        }

        @Override
        public double at(long step) {
            return step < from ? rate : Math.max(floor, rate * Math.pow(factor, (double) (step - from)));
        }
    }

    /**
     * Another schedule whose first steps are scaled in a straight line from zero.
     *
     * @param steps at the start
     * @param then the schedule
     */
    record WarmUp(long steps, Schedule then) implements Schedule {
        public WarmUp {
            requireSteps(steps, 1);
        }

        @Override
        public double rate() {
            return then.rate();
        }

        @Override
        public double at(long step) {
            return then.at(step) * Math.min(1, (double) step / steps);
        }
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0) || !Double.isFinite(rate)) {
            throw new IllegalArgumentException(
                    "Schedule: the learning rate must be positive and finite but is " + rate + "; try 1e-3");
        }
    }

    private static void requireSteps(long steps, long least) {
        if (steps < least) {
            throw new IllegalArgumentException("Schedule: steps must be at least " + least + " but are " + steps);
        }
    }

    /** How a learning rate falls over all steps. */
    enum Decay {
        /** Not at all. */
        CONSTANT,
        /** In a straight line to zero. */
        LINEAR,
        /** Along half a cosine to zero. */
        COSINE;

        /**
         * The schedule of a training.
         *
         * @param rate the largest rate
         * @param steps of the training
         * @param warmUp steps over which the rate rises from zero; zero for none
         */
        public Schedule schedule(double rate, long steps, long warmUp) {
            Schedule falling = switch (this) {
                case CONSTANT -> new Schedule.Constant(rate);
                case LINEAR -> new Schedule.Linear(rate, steps);
                case COSINE -> new Schedule.Cosine(rate, steps);
            };
            return warmUp == 0 ? falling : new Schedule.WarmUp(warmUp, falling);
        }
    }
}
