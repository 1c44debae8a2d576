package io.github.vflow.flow.spec;

import io.github.vflow.flow.defaults.MixtureDefaults;

/**
 * The shares of two broad densities beside the flow: p = (1 − normal − student)·flow + normal·N + student·t. N is a mixture of normal
 * distributions that is fitted to the rows from which training starts, and t has the mean and the shrunk covariance of these rows.
 *
 * @param normal the share of N
 * @param student the share of the Student t with 3 degrees of freedom
 * @param components the number of normal distributions in N
 */
public record DefensiveSpec(double normal, double student, int components) {
    /** Checks that the shares are not negative, and that the flow has one too. */
    public DefensiveSpec {
        if (!(normal >= 0 && student >= 0 && normal + student < 1)) {
            throw new IllegalArgumentException(
                    "DefensiveSpec: shares must not be negative and sum to less than 1 but are " + normal + " and "
                            + student);
        }
        if (components < 1) {
            throw new IllegalArgumentException("DefensiveSpec: components must be at least 1 but is " + components
                    + "; one is a normal distribution");
        }
    }

    /** The flow alone. */
    public static DefensiveSpec none() {
        return new DefensiveSpec(0, 0, 1);
    }

    /** A Student t with 0.01: it costs 0.01 nats of a typical row, and bounds the cost of a row far out. */
    public static DefensiveSpec standard() {
        return student(MixtureDefaults.STUDENT);
    }

    /** A Student t with a share, and no normal distribution. */
    public static DefensiveSpec student(double share) {
        return new DefensiveSpec(0, share, 1);
    }

    /** With other shares. */
    public DefensiveSpec withShares(double ofNormal, double ofStudent) {
        return new DefensiveSpec(ofNormal, ofStudent, components);
    }

    /** With as many components as some rows can tell apart: at most {@value MixtureDefaults#COMPONENTS}, and one for each two rows of a dimension. */
    public DefensiveSpec forRows(int rows, int dimensions) {
        int most = rows < MixtureDefaults.FEWEST_ROWS
                ? 1
                : Math.clamp(
                        rows / (MixtureDefaults.ROWS_OF_A_DIMENSION * (dimensions + 1L)),
                        1,
                        MixtureDefaults.COMPONENTS);
        return new DefensiveSpec(normal, student, most);
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
