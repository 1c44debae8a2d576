package io.github.vflow.cli.model;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Describes the architecture of a model in text. */
public final class ModelDescription {
    private ModelDescription() {}

    public static String describe(String name, Spec spec) {
        return switch (spec) {
            case RowSpec rows -> describe(name, rows);
            case Spec.Mixture mixture -> describe(name, mixture);
            case ImageSpec images -> ImageModelDescription.describe(name, images);
        };
    }

    /** The first member, and what differs between members. */
    private static String describe(String name, Spec.Mixture mixture) {
        StringBuilder text = new StringBuilder(describe(
                name + ": a mixture of " + mixture.members().size() + " models, the first",
                mixture.members().getFirst()));
        for (int k = 0; k < mixture.members().size(); k++) {
            RowSpec member = mixture.members().get(k);
            text.append(Text.format(
                    "\n  member %-4d share %.4f", k, mixture.shares().get(k)));
            if (member.noise() > 0) {
                text.append(Text.format(", trained with noise %s", member.noise()));
            }
            if (member.steps().isWhitened()) {
                text.append(", whitened");
            }
            text.append(maps(member));
            DefensiveSpec tail = member.defensive();
            if (k > 0 && !tail.isNone()) {
                text.append(Text.format(", of which %s", shares(tail)));
            }
        }
        mixture.tilt()
                .ifPresent(t -> text.append(Text.format(
                        "\n  tilt        gives %s the distributions of the training rows, ln p is right to ±%.4f",
                        Text.count(t.columns().size(), "column"), t.error())));
        return text.toString();
    }

    private static String shares(DefensiveSpec tail) {
        return Text.format(
                "flow %.4f, %s %.4f, Student t %.4f",
                tail.flow(), Text.count(tail.components(), "normal distribution"), tail.normal(), tail.student());
    }

    private static String describe(String name, RowSpec spec) {
        int d = spec.dimensions();
        StringBuilder text = new StringBuilder(name).append(": ").append(parts(spec));
        text.append(spec.given() == 0 ? "\n" : " given " + Text.count(spec.given(), "column") + "\n");
        if (d == 0) {
            return text.append(discrete(spec)).toString();
        }
        if (!spec.columns().moments().areNone()) {
            text.append("  first       columns are standardised\n");
        }
        if (spec.columns().codes() > 0) {
            text.append(discrete(spec)).append('\n');
        }
        String p = d == 1
                ? ofOneDimension(spec)
                : step(spec, d, spec.condition(), spec.steps().kind());
        text.append(
                Text.format("  %-11s %s%s", density(spec), steps(spec.steps().number()), p));
        if (!spec.base().isNormal()) {
            text.append(Text.format("\n  base        %s", base(spec.base())));
        }
        if (spec.augment() > 0) {
            text.append(Text.format("\n  q(z|x)      %s", posterior(spec)));
        }
        if (!spec.defensive().isNone()) {
            text.append("\n  shares      ").append(shares(spec.defensive()));
        }
        return text.toString();
    }

    private static String maps(RowSpec spec) {
        long maps = spec.kinds().stream().filter(k -> k.marginal().isPresent()).count();
        return maps == 0 ? "" : ", maps of " + Text.count(maps, "column");
    }

    private static String base(BaseSpec base) {
        return switch (base) {
            case BaseSpec.Normal _ -> "N(0, I)";
            case BaseSpec.Student s
            when s.trained() ->
                Text.format("a Student t in each dimension, degrees of freedom learned from %s on", s.freedom());
            case BaseSpec.Student s ->
                Text.format("a Student t in each dimension with %s degrees of freedom", s.freedom());
            case BaseSpec.Mixture m -> Text.format("a mixture of %d normal distributions", m.components());
        };
    }

    private static String density(RowSpec spec) {
        String of = spec.augment() == 0 ? "x" : "x, z";
        return spec.condition() == 0 ? "p(" + of + ")" : "p(" + of + " | c)";
    }

    private static String parts(RowSpec spec) {
        if (spec.lifted() == 0) {
            return Text.format("an exact model of %d discrete columns", spec.features());
        }
        String flow = spec.augment() == 0
                ? "a flow on " + Text.count(spec.lifted(), "dimension")
                : Text.format("a VFlow on %d + %d dimensions", spec.lifted(), spec.augment());
        int discrete =
                (int) spec.kinds().stream().filter(ColumnSpec::isDiscrete).count();
        int atoms = probabilities(spec) - discrete;
        String given = Stream.of(
                        discrete == 0 ? "" : discrete + " discrete columns",
                        atoms == 0 ? "" : Text.count(atoms, "atom"))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" and "));
        return given.isEmpty() ? flow : flow + " given " + given;
    }

    private static int probabilities(RowSpec spec) {
        return (int) spec.kinds().stream().filter(k -> k.codes() > 0).count();
    }

    private static String discrete(RowSpec spec) {
        int codes = spec.columns().codes();
        return Text.format(
                "  P(labels)   a chain of %d probabilities by a masked network %s",
                probabilities(spec),
                Stream.of(
                                Stream.of(codes + spec.given()),
                                spec.steps().conditioner().hidden().stream(),
                                Stream.of(codes))
                        .flatMap(s -> s)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" → ")));
    }

    private static String ofOneDimension(RowSpec spec) {
        return "ActNorm, " + coupling(spec) + " layer "
                + (spec.condition() == 0 ? "of free parameters" : network(spec, spec.condition(), 1));
    }

    private static String steps(int n) {
        return n == 1 ? "1 step: " : n + " steps, each: ";
    }

    private static String step(RowSpec spec, int d, int condition, Steps.Kind kind) {
        String mixing = "ActNorm, " + EnumWords.of(spec.steps().linear()) + " linear map, " + coupling(spec);
        return mixing
                + switch (kind) {
                    case COUPLING -> " coupling " + network(spec, d / 2 + condition, d - d / 2);
                    case AUTOREGRESSIVE -> " autoregressive map " + network(spec, d + condition, d);
                    case INVERSE_AUTOREGRESSIVE -> " inverse autoregressive map " + network(spec, d + condition, d);
                };
    }

    private static String coupling(RowSpec spec) {
        CouplingSpec map = spec.steps().coupling();
        return EnumWords.of(map.kind()) + (map.kind().hasComponents() ? " of " + map.components() : "");
    }

    private static String network(RowSpec spec, int in, int out) {
        Stream<Integer> widths = Stream.of(
                        List.of(in),
                        spec.steps().conditioner().hidden(),
                        List.of(out * spec.steps().coupling().transformer().parameters()))
                .flatMap(List::stream);
        return "by a network " + widths.map(String::valueOf).collect(Collectors.joining(" → ")) + " ("
                + EnumWords.of(spec.steps().conditioner().activation())
                + (spec.steps().conditioner().layerNorm() ? ", layer norms" : "")
                + (spec.steps().conditioner().residual() ? ", residual blocks" : "") + ")";
    }

    private static String posterior(RowSpec spec) {
        int dz = spec.augment();
        RowSpec.Augmentation.Posterior.Kind kind =
                spec.augmentation().posterior().kind() == RowSpec.Augmentation.Posterior.Kind.FLOW && dz == 1
                        ? RowSpec.Augmentation.Posterior.Kind.GAUSSIAN
                        : spec.augmentation().posterior().kind();
        return switch (kind) {
            case PRIOR -> "the prior N(0, I)";
            case GAUSSIAN -> coupling(spec) + " layer " + network(spec, spec.lifted() + spec.given(), dz);
            case FLOW ->
                steps(spec.augmentation().posterior().steps())
                        + step(
                                spec,
                                dz,
                                spec.lifted() + spec.given(),
                                spec.steps().kind() == Steps.Kind.COUPLING
                                        ? Steps.Kind.COUPLING
                                        : Steps.Kind.AUTOREGRESSIVE);
        };
    }

    /** The prefixes of a parameter's name that name a distribution and its step: {@code p} and {@code p.0} for {@code p.0.mlp.W.1}. */
    public static List<String> parts(String parameter) {
        String[] path = parameter.split("\\.", -1);
        // p.0 for rows, p.steps.0 for images
        int depth = IntStream.range(1, Math.min(3, path.length))
                .filter(i -> path[i].chars().allMatch(Character::isDigit))
                .findFirst()
                .orElse(0);
        return IntStream.rangeClosed(1, depth + 1)
                .filter(n -> n != 2 || depth != 2)
                .mapToObj(n -> String.join(".", List.of(path).subList(0, n)))
                .toList();
    }
}
