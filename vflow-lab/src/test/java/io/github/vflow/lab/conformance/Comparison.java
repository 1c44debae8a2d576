package io.github.vflow.lab.conformance;

import java.util.Map;

/**
 * The errors of one quantity, or of a group of tensors.
 *
 * @param name the quantity or the group
 * @param tensors the number of tensors compared
 * @param absolute the largest |got − expected|
 * @param relative the largest |got − expected| over max(0.01, largest |expected| of the tensor)
 * @param worst the tensor with the largest relative error
 */
public record Comparison(String name, int tensors, double absolute, double relative, String worst) {
    /** A smaller number may be the remainder of numbers of order one that cancelled: it has their rounding errors. */
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

    /** |got − expected|, infinite if a number is NaN. */
    private static double distance(double expected, double got) {
        double d = Math.abs(got - expected);
        return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }

    /** The group of a tensor: parameters and gradients have one for all, outputs one each. */
    static String groupOf(String tensor) {
        return tensor.startsWith("out.") ? tensor : tensor.substring(0, tensor.indexOf('.')) + ".*";
    }

    /** Merges a tensor into the errors of its group. */
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
