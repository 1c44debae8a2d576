package io.github.vflow.flow.spec;

import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits Spec.Flow, Spec.Mixture {
    /** The kind of each feature; empty if all are real. */
    default List<ColumnSpec> kinds() {
        return List.of();
    }

    /** The architecture of one flow, on rows or on images. */
    sealed interface Flow extends Spec permits RowSpec, ImageSpec {}

    /**
     * The architecture of a mixture of models of rows: p(x) = Σₖ shareₖ·pₖ(x). The parameters of member k are {@code member.k.*}.
     *
     * @param members the architecture of each pₖ, for the same rows
     * @param shares of the members, each positive; they sum to one
     * @param tilt of the mixture; empty for none
     */
    @SuppressWarnings("exports") // for our own modules
    record Mixture(List<RowSpec> members, List<Double> shares, Optional<TiltSpec> tilt) implements Spec {
        /** The scope of the members' parameters. */
        public static final String MEMBER = "member";

        private static final double ROUNDING = 1e-9;

        /** Checks that the members are of the same rows. */
        public Mixture {
            members = List.copyOf(members);
            shares = List.copyOf(shares);
            if (members.size() < 2 || shares.size() != members.size()) {
                throw new IllegalArgumentException(
                        "Spec.Mixture: expected at least two members with a share each but got " + members.size()
                                + " members and " + shares.size() + " shares");
            }
            double sum = shares.stream().mapToDouble(x -> x).sum();
            if (!(Math.abs(sum - 1) < ROUNDING) || !shares.stream().allMatch(x -> x > 0)) {
                throw new IllegalArgumentException("Spec.Mixture: shares must be positive and sum to one but are "
                        + shares + "; divide them by their sum");
            }
            requireAlike("features", members, RowSpec::features);
            requireAlike("given columns", members, RowSpec::given);
            requireAlike(
                    "kinds of columns", members, m -> m.columns().withoutMaps().kinds());
            requireAlike("moments", members, m -> m.columns().moments());
            requireAlike(
                    "densities of missing cells or none", members, m -> m.fill().isNone());
        }

        private static void requireAlike(String what, List<RowSpec> members, Function<RowSpec, Object> part) {
            Object first = part.apply(members.getFirst());
            for (RowSpec m : members) {
                if (!part.apply(m).equals(first)) {
                    throw new IllegalArgumentException("Spec.Mixture: members must have the same " + what + " but have "
                            + first + " and " + part.apply(m) + "; mix models that were trained on the same rows");
                }
            }
        }

        /** Without a tilt. */
        public Mixture(List<RowSpec> members, List<Double> shares) {
            this(members, shares, Optional.empty());
        }

        /** With a tilt. */
        @SuppressWarnings("exports")
        public Mixture withTilt(TiltSpec of) {
            return new Mixture(members, shares, Optional.of(of));
        }

        /** The kinds without maps, in which members may differ. */
        @Override
        public List<ColumnSpec> kinds() {
            return members.getFirst().columns().withoutMaps().kinds();
        }

        /** The name of a parameter of member k. */
        public static String nameOf(int k, String ofMember) {
            return MEMBER + "." + k + "." + ofMember;
        }
    }
}
