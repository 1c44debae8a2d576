package io.github.vflow.flow.spec;

/**
 * The shares of two broad densities beside the flow: p = (1 − normal − student)·flow + normal·N + student·t. Both have the mean and the
 * shrunk covariance of the rows from which training starts.
 *
 * @param normal the share of the normal distribution
 * @param student the share of the Student t with 3 degrees of freedom
 */
public record DefensiveSpec(double normal, double student) {
    /** Checks that the shares are not negative, and that the flow has one too. */
    public DefensiveSpec {
        if (!(normal >= 0 && student >= 0 && normal + student < 1)) {
            throw new IllegalArgumentException(
                    "DefensiveSpec: shares must not be negative and sum to less than 1 but are " + normal + " and "
                            + student);
        }
    }

    /** The flow alone. */
    public static DefensiveSpec none() {
        return new DefensiveSpec(0, 0);
    }

    /** A Student t with 0.01: it costs 0.01 nats of a typical row, and bounds the cost of a row far out. */
    public static DefensiveSpec standard() {
        return student(0.01);
    }

    /** A Student t with a share, and no normal distribution. */
    public static DefensiveSpec student(double share) {
        return new DefensiveSpec(0, share);
    }

    /** The share of the flow. */
    public double flow() {
        return 1 - normal - student;
    }

    /** Whether the flow is all. */
    public boolean isNone() {
        return normal == 0 && student == 0;
    }
}
