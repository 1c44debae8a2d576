package io.github.vflow.benchmarks.compare;

/** Somebody who can do a piece of work, and be timed. */
interface Contender {
    /** Who, and how. */
    String name();

    /** Nanoseconds of a call: so many samples, each the mean of so many calls. */
    double[] time(int samples, int calls, Clock clock);

    /** One in this process. */
    static Contender of(String name, Runnable work) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] time(int samples, int calls, Clock clock) {
                double[] times = new double[samples];
                for (int i = 0; i < samples; i++) {
                    long start = clock.nanos();
                    for (int c = 0; c < calls; c++) {
                        work.run();
                    }
                    times[i] = (double) (clock.nanos() - start) / calls;
                }
                return times;
            }
        };
    }
}
