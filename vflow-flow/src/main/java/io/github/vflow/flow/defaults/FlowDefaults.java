package io.github.vflow.flow.defaults;

/** The flow of rows, where no architecture is given. */
public final class FlowDefaults {
    /** The width of the two hidden layers of each network, as in the VFlow paper, Section 5. Not measured. */
    public static final int WIDTH = 50;
    /** The logistics of a mixture coupling, or the bins of a spline: a score takes a time that grows with them. Not measured. */
    public static final int COMPONENTS = 8;
    /** The logistics start apart, from −2 to 2, since equal ones would get equal gradients for ever. Not measured. */
    public static final double SPREAD = 2;

    private FlowDefaults() {}
}
