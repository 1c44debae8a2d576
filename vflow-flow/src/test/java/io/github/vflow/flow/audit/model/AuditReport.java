package io.github.vflow.flow.audit.model;

import io.github.vflow.flow.audit.BijectorAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result of an audit.
 *
 * @param model the name of the model
 * @param layers the law errors of each layer of the flow, in order
 * @param mass the total mass
 * @param float32Error the largest difference of a row's bound between float32 and double precision, in nats
 * @param findings the violations in words; empty if there are none
 */
public record AuditReport(String model, List<Layer> layers, Mass mass, double float32Error, List<String> findings) {
    /** The largest error of a layer in double precision that counts as rounding. */
    static final double LAYER_TOLERANCE = 1e-6;
    /** A mass that differs from one by more than this plus four standard errors is a finding. */
    static final double MASS_TOLERANCE = 1e-3;
    /** The largest accepted difference between float32 and double, in nats. */
    static final double FLOAT_TOLERANCE = 1e-2;

    /** The law errors of one layer. */
    public record Layer(String name, BijectorAudit.Laws laws) {
        /** Whether all errors count as rounding. */
        public boolean passed() {
            return laws.within(LAYER_TOLERANCE);
        }
    }

    static AuditReport of(String model, List<Layer> layers, Mass mass, double float32Error) {
        List<String> findings = new ArrayList<>();
        for (Layer l : layers) {
            if (!l.passed()) {
                findings.add("layer " + l.name() + " breaks a law of bijectors: " + l.laws());
            }
        }
        if (mass.leaked() > 0) {
            findings.add(String.format(
                    Locale.ROOT,
                    "%.3f %% of the base distribution cannot be reached: a bounded coupling leaks mass",
                    100 * mass.leaked()));
        }
        if (!(Math.abs(mass.total() - 1) <= MASS_TOLERANCE + 4 * mass.standardError())) {
            findings.add(String.format(Locale.ROOT, "the total mass is %.5f, not 1", mass.total()));
        }
        if (!(float32Error <= FLOAT_TOLERANCE)) {
            findings.add(String.format(Locale.ROOT, "float32 differs from double by %.2g nats", float32Error));
        }
        return new AuditReport(model, List.copyOf(layers), mass, float32Error, List.copyOf(findings));
    }

    /** Whether there are no findings. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /** The report as one page of text. */
    public String toText() {
        StringBuilder s = new StringBuilder("Audit of " + model + "\n\n");
        s.append(String.format(
                "%-34s %11s %13s %13s %13s%n",
                "layer", "round trip", "logDet (grad)", "logDet (diff)", "logDet (inv)"));
        for (Layer l : layers) {
            BijectorAudit.Laws w = l.laws();
            s.append(String.format(
                    Locale.ROOT,
                    "%-34s %11.1e %13.1e %13.1e %13.1e%n",
                    l.name(),
                    w.roundTrip(),
                    w.logDetGradient(),
                    w.logDetDifferences(),
                    w.inverseLogDet()));
        }
        s.append(String.format(
                Locale.ROOT,
                "%ntotal mass         %.5f ± %.5f (%s)%nleaked mass        %.5f%nfloat32 vs double  %.1e nats%n%n",
                mass.total(),
                mass.standardError(),
                mass.method(),
                mass.leaked(),
                float32Error));
        findings.forEach(f -> s.append("FINDING: ").append(f).append('\n'));
        return s.append(passed() ? "No findings." : findings.size() + " findings.")
                .append('\n')
                .toString();
    }
}
