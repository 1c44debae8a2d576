package io.github.vflow.cli.report;

import io.github.vflow.flow.audit.model.AuditReport;
import java.util.List;

/**
 * The result of {@code vflow audit} as JSON; its text is {@link AuditReport#toText}.
 *
 * @param model the name of the model's file
 * @param passed whether there are no findings
 * @param mass the total mass, 1 for a density
 * @param massStandardError of the estimate of the mass
 * @param leakedMass share of the base distribution that the flow cannot reach
 * @param float32Error largest difference between float32 and double of a row's bound, in nats
 * @param findings the broken laws, in words
 * @param layers the errors of each layer
 */
public record AuditResult(
        String model,
        boolean passed,
        double mass,
        double massStandardError,
        double leakedMass,
        double float32Error,
        List<String> findings,
        List<Layer> layers) {
    /** The errors of one layer; see {@link io.github.vflow.flow.audit.Laws}. */
    public record Layer(
            String layer, double roundTrip, double logDetGradient, double logDetDifferences, double inverseLogDet) {
        private static Layer of(AuditReport.Layer l) {
            return new Layer(
                    l.name(),
                    l.laws().roundTrip(),
                    l.laws().logDetGradient(),
                    l.laws().logDetDifferences(),
                    l.laws().inverseLogDet());
        }
    }

    /** The facts of a report. */
    public static AuditResult of(AuditReport r) {
        return new AuditResult(
                r.model(),
                r.passed(),
                r.mass().total(),
                r.mass().standardError(),
                r.mass().leaked(),
                r.float32Error(),
                r.findings(),
                r.layers().stream().map(Layer::of).toList());
    }
}
