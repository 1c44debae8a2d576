package io.github.vflow.flow;

import io.github.vflow.flow.spec.ColumnSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The architecture of a mixture of models of rows: p(x) = Σₖ shareₖ·pₖ(x). The parameters of member k are {@code member.k.*}.
 *
 * @param members the architecture of each pₖ, for the same rows
 * @param shares of the members, each positive; they sum to one
 */
public record MixtureSpec(List<RowSpec> members, List<Double> shares) implements Spec {
    private static final String MEMBER = "member";
    private static final double ROUNDING = 1e-9;

    /** Checks that the members are of the same rows. */
    public MixtureSpec {
        members = List.copyOf(members);
        shares = List.copyOf(shares);
        if (members.size() < 2 || shares.size() != members.size()) {
            throw new IllegalArgumentException("MixtureSpec: expected at least two members with a share each but got "
                    + members.size() + " members and " + shares.size() + " shares");
        }
        double sum = shares.stream().mapToDouble(x -> x).sum();
        if (!(Math.abs(sum - 1) < ROUNDING) || !shares.stream().allMatch(x -> x > 0)) {
            throw new IllegalArgumentException("MixtureSpec: shares must be positive and sum to one but are " + shares
                    + "; divide them by their sum");
        }
        requireAlike("features", members, RowSpec::features);
        requireAlike("given columns", members, RowSpec::given);
        requireAlike("kinds of columns", members, RowSpec::columns);
        requireAlike("moments", members, RowSpec::moments);
        requireAlike("parts of one's own", members, RowSpec::own);
        requireAlike(
                "densities of missing cells or none", members, m -> m.fill().isNone());
    }

    private static void requireAlike(String what, List<RowSpec> members, Function<RowSpec, Object> part) {
        Object first = part.apply(members.getFirst());
        for (RowSpec m : members) {
            if (!part.apply(m).equals(first)) {
                throw new IllegalArgumentException("MixtureSpec: members must have the same " + what + " but have "
                        + first + " and " + part.apply(m) + "; mix models that were trained on the same rows");
            }
        }
    }

    @Override
    public List<ColumnSpec> columns() {
        return members.getFirst().columns();
    }

    /** The number of features of a row, D_X. */
    public int features() {
        return members.getFirst().features();
    }

    /** The name of a parameter of member k. */
    public static String nameOf(int k, String ofMember) {
        return MEMBER + "." + k + "." + ofMember;
    }

    /**
     * The mixture of the members that are densities of noisy rows, with shares in proportion and a copy of their parameters.
     *
     * @param whole of this specification; it is returned if all members are such densities, or none is
     */
    Model smoothed(Model whole) {
        int[] noisy = IntStream.range(0, members.size())
                .filter(k -> members.get(k).smoothing() > 0)
                .toArray();
        if (noisy.length == 0 || noisy.length == members.size()) {
            return whole;
        }
        double sum = IntStream.of(noisy).mapToDouble(shares::get).sum();
        List<RowSpec> kept = IntStream.of(noisy).mapToObj(members::get).toList();
        boolean isOne = kept.size() == 1;
        Spec spec = isOne
                ? kept.getFirst()
                : new MixtureSpec(
                        kept,
                        IntStream.of(noisy).mapToObj(k -> shares.get(k) / sum).toList());
        Model model = spec.build(new Parameters());
        for (int i = 0; i < noisy.length; i++) {
            String from = nameOf(noisy[i], "");
            String to = isOne ? "" : nameOf(i, "");
            for (Parameter p : whole.parameters().all()) {
                if (p.name().startsWith(from)) {
                    Parameter copy = model.parameters().named(to + p.name().substring(from.length()));
                    model.parameters().set(copy, whole.parameters().get(p));
                }
            }
        }
        return model;
    }

    @Override
    public Model build(Parameters parameters) {
        Scope root = parameters.scope().in(MEMBER);
        return Model.mixture(
                this,
                IntStream.range(0, members.size())
                        .mapToObj(k -> new RowArchitecture(members.get(k)).model(parameters, root.in(k)))
                        .toList());
    }
}
