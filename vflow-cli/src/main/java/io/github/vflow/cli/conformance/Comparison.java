package io.github.vflow.cli.conformance;

import java.util.Map;

/**
 * How far a quantity, or the tensors of a group, are from what they should be.
 *
 * @param name of the quantity or the group
 * @param tensors how many were compared
 * @param absolute the largest |got − expected|
 * @param relative the largest of the same over the largest |expected| of its tensor, or over 0.01 where that is smaller
 * @param worst the tensor with the largest relative error
 */
public record Comparison(String name, int tensors, double absolute, double relative, String worst) {
    /** Where numbers of order one have cancelled to less than this, what is left has their rounding. */
    private static final double NOTHING = 1e-2;

    static Comparison of(String tensor, double[] expected, double[] got) {
        double scale = 0;
        for (double v : expected) {
            scale = Math.max(scale, Math.abs(v));
        }
        double absolute = got.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, got.length); i++) {
            absolute = Math.max(absolute, distance(expected[i], got[i]));
        }
        return new Comparison(tensor, 1, absolute, absolute / Math.max(scale, NOTHING), tensor);
    }

    /** What is not a number is infinitely far from everything. */
    private static double distance(double expected, double got) {
        double d = Math.abs(got - expected);
        return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }

    /** The outputs stand for themselves, parameters and gradients for their group. */
    static String groupOf(String tensor) {
        return tensor.startsWith("out.") ? tensor : tensor.substring(0, tensor.indexOf('.')) + ".*";
    }

    /** Adds a tensor to its group. */
    static void collect(Map<String, Comparison> groups, Comparison tensor) {
        groups.merge(groupOf(tensor.name), tensor.named(groupOf(tensor.name)), Comparison::and);
    }

    private Comparison named(String group) {
        return new Comparison(group, tensors, absolute, relative, worst);
    }

    private Comparison and(Comparison o) {
        return new Comparison(
                name,
                tensors + o.tensors,
                Math.max(absolute, o.absolute),
                Math.max(relative, o.relative),
                relative >= o.relative ? worst : o.worst);
    }
}
