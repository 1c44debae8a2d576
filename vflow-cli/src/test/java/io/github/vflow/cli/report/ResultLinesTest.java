package io.github.vflow.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.drift.Comparison;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines and keys of results, by numbers that no command computed. */
final class ResultLinesTest {
    private static final Path FILE = Path.of("m");
    private static final Model EXACT = Models.of(RowSpec.of(2, 0, 1), 1);
    private static final Model NOISY = Models.of(RowSpec.of(2, 1, 1), 1);

    @Test
    void anExactModelHasOneLikelihood() {
        EvaluationResult result =
                new EvaluationResult(1_200, new Mean(-2, 0.1, 1_200), new Mean(-2.5, 0.25, 1_200), 1, Double.NaN, 3);
        assertEquals("""
            1,200 rows of t.csv, mean ± standard error in nats
              log-likelihood            −2.5000 ± 0.2500 (exact)
              no model exceeds          −1.5000\
            """, result.facts(FILE, "t.csv", EXACT, -1.5).text());
        assertEquals(
                "{\"model\":\"m\",\"data\":\"t.csv\",\"rows\":1200,\"class_conditional\":false,\"exact\":true,"
                        + "\"elbo\":-2.0,\"elbo_standard_error\":0.1,\"log_likelihood\":-2.5,"
                        + "\"log_likelihood_standard_error\":0.25,\"samples\":1,\"effective_sample_size\":null,"
                        + "\"rows_not_known\":3,\"bound\":null,\"bits_per_dim\":null,\"bits_per_dim_standard_error\":null,"
                        + "\"elbo_bits_per_dim\":null,\"elbo_bits_per_dim_standard_error\":null}",
                Json.of(result.facts(FILE, "t.csv", EXACT, null)));
    }

    @Test
    void aModelWithNoiseHasABoundAndAnEstimate() {
        EvaluationResult result =
                new EvaluationResult(1, new Mean(-3, Double.NaN, 1), new Mean(-2.5, Double.NaN, 1), 64, 40.25, 1);
        assertEquals("""
            1 row of t.csv, mean in nats
              ELBO                      −3.0000
              log-likelihood, S = 64    −2.5000
              effective sample size     40.3 of 64
              not known                 1 row, with fewer than 5 effective samples\
            """, result.facts(FILE, "t.csv", NOISY, null).text());
        EvaluationResult known =
                new EvaluationResult(2, new Mean(-3, 0.5, 2), new Mean(-2.5, 0.5, 2), 1, Double.NaN, 0);
        assertEquals("""
            2 rows of t.csv, mean ± standard error in nats
              ELBO                      −3.0000 ± 0.5000
              log-likelihood, S = 1     −2.5000 ± 0.5000\
            """, known.facts(FILE, "t.csv", NOISY, null).text());
    }

    @Test
    void imagesHaveBitsPerDimension() {
        Model model = Models.of(ImageSpec.small(4, 4, 1, 16, 0, 4, 1), 1);
        double bit = model.bitsPerDim(1);
        EvaluationResult result = new EvaluationResult(2, new Mean(-300, 1, 2), new Mean(-290, 2, 2), 1, Double.NaN, 0);
        String text = result.facts(FILE, "d", model, null).text();
        assertTrue(
                text.endsWith("\nbits per dimension (less is better)\n  by the ELBO               "
                        + Text.nats(-300 * bit, Math.abs(bit))
                        + "\n  by S = 1                  "
                        + Text.nats(-290 * bit, 2 * Math.abs(bit))),
                text);
    }

    private static TrainingResult training(boolean early, int models, double validation) {
        return new TrainingResult(
                1_234,
                models,
                new TrainingResult.Steps(
                        TrainingPlan.of(2_000, 8, 1e-3, 5).withEvaluation(10, 20), 1_500, early, 90, 60_000),
                new TrainingResult.Elbo(validation, Double.isNaN(validation) || models > 1 ? null : 1_250L, -2),
                Optional.of(new Comparison.Column("a", 0.1, 0.001, 0.001)),
                Optional.empty(),
                0,
                new TrainingResult.Files(FILE, Path.of("c")));
    }

    @Test
    void aTrainingHasItsStepsAndItsBound() {
        assertEquals("""
            1,500 steps of 2,000: no better ELBO in the last 250 in 1:30 min (60000 µs each), 1,234 parameters
            best validation ELBO −1.5000 nats at step 1,250
            1,000 samples differ from the training rows, most in column "a" (p 1.0e-03)
            wrote m\
            """, training(true, 1, -1.5).facts("t.csv").text());
        assertEquals("""
            mixture of 3 models: 1,500 steps in 1:30 min (60000 µs each), 1,234 parameters
            validation ELBO −1.5000 nats
            1,000 samples differ from the training rows, most in column "a" (p 1.0e-03)
            wrote m\
            """, training(false, 3, -1.5).facts("t.csv").text());
        assertTrue(
                training(false, 1, Double.NaN).facts("t.csv").text().contains("\nlast training ELBO −2.0000 nats\n"));
        assertEquals(
                "{\"data\":\"t.csv\",\"model\":\"m\",\"parameters\":1234,\"models\":1,\"steps\":1500,\"planned_steps\":2000,"
                        + "\"patience\":20,\"stopped_early\":true,\"validation_elbo\":-1.5,\"best_step\":1250,"
                        + "\"training_elbo\":-2.0,\"worst_column\":\"a\",\"worst_column_p\":0.001,\"unfair_column\":null,"
                        + "\"seconds\":90.0,\"micros_per_step\":60000.0,\"kept_rows\":0,\"seed\":5,\"checkpoint\":\"c\"}",
                Json.of(training(true, 1, -1.5).facts("t.csv")));
    }
}
