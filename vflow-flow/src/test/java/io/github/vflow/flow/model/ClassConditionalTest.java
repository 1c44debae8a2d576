package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.RoundTrip;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** p(x | class): of the same parameters and noise, only the label makes a difference. */
final class ClassConditionalTest {
    private static final long SEED = Seeds.of("ClassConditionalTest");
    private static final ImageSpec SPEC = ImageSpecs.tiny().withClasses(3);
    private static final int N = 5;

    @TempDir
    Path dir;

    private static Rows rows(int... labels) {
        return ImageSpecs.rows(SPEC, N, SEED, labels);
    }

    private static double[] elbo(Model model, Rows rows) {
        return SmallModels.elbo(model, SmallModels.VECTOR, rows, SEED);
    }

    /** The tables of labels start at zero, so the label is learned, not guessed; then it matters for its own image alone. */
    @Test
    void theLabelMatters() {
        FlowModel fresh = Models.of(SPEC, SEED);
        assertArrayEquals(elbo(fresh, rows(0, 0, 0, 0, 0)), elbo(fresh, rows(2, 1, 0, 1, 2)));
        FlowModel model = ImageSpecs.random(SPEC, SEED);
        double[] zeros = elbo(model, rows(0, 0, 0, 0, 0));
        double[] one = elbo(model, rows(0, 0, 2, 0, 0));
        for (int i = 0; i < N; i++) {
            assertEquals(i != 2, zeros[i] == one[i], "image " + i);
        }
    }

    /** The tables of labels start at zero, so the model equals one without classes. */
    @Test
    void theOtherParametersAreThoseOfTheModelWithoutClasses() {
        FlowModel plain = ImageSpecs.random(ImageSpecs.tiny(), SEED);
        FlowModel told = Models.of(SPEC, SEED);
        plain.parameters()
                .all()
                .forEach(p -> told.parameters()
                        .set(
                                told.parameters().named(p.name()),
                                plain.parameters().get(p)));
        assertArrayEquals(elbo(plain, rows()), elbo(told, rows(0, 1, 2, 0, 1)));
        long tables = told.parameters().all().stream()
                .filter(p -> p.name().endsWith(".labels"))
                .count();
        assertEquals(3, tables, "one in the block of each step of p, none in q and r");
    }

    @Test
    void roundTripAndFile() throws IOException {
        FlowModel model = ImageSpecs.random(SPEC, SEED);
        Rows rows = rows(2, 1, 0, 1, 2);
        RoundTrip trip = RoundTrip.of(model, SmallModels.VECTOR, rows, SEED);
        assertTrue(trip.worst() < 1e-2 && trip.notFinite() == 0, "off by " + trip.worst());
        Path file = dir.resolve("told.safetensors");
        new ModelFile(model, List.of(), Map.of()).save(file);
        Model back = ModelFile.load(file).model();
        assertEquals(SPEC, back.spec().orElseThrow());
        assertArrayEquals(elbo(model, rows), elbo(back, rows));
    }

    /** What is drawn for a class does not depend on the classes of the others; by default all have their turns. */
    @Test
    void samplesOfAClass() {
        FlowModel model = ImageSpecs.random(SPEC, SEED);
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            Rows turns = sampler.draw(6, 1, SEED);
            Rows ones = sampler.labels(_ -> 1).draw(6, 1, SEED);
            for (int i = 0; i < 6; i++) {
                boolean same = Arrays.equals(turns.copyRow(i), ones.copyRow(i));
                assertEquals(i % 3 == 1, same, "image " + i);
            }
            Rows mixed = sampler.labels(i -> i == 2 ? 2 : 1).draw(6, 1, SEED);
            assertArrayEquals(turns.copyRow(2), mixed.copyRow(2));
            assertArrayEquals(ones.copyRow(3), mixed.copyRow(3));
        }
    }

    /** A model draws so many images at once; the numbers of the others go on. */
    @Test
    void labelsAreByTheNumberOfTheImage() {
        FlowModel model = ImageSpecs.random(SPEC, SEED);
        int n = model.chunk() + 8;
        int late = model.chunk() + 3;
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            Rows turns = sampler.draw(n, 1, SEED);
            Rows zeros = sampler.labels(_ -> 0).draw(n, 1, SEED);
            Rows one = sampler.labels(i -> i == late ? 1 : 0).draw(n, 1, SEED);
            for (int i = 0; i < n; i++) {
                assertEquals(i != late, Arrays.equals(zeros.copyRow(i), one.copyRow(i)), "image " + i);
                assertEquals(i % 3 == 0, Arrays.equals(zeros.copyRow(i), turns.copyRow(i)), "image " + i);
            }
        }
    }

    @Test
    void messages() {
        FlowModel model = Models.of(SPEC, SEED);
        assertEquals(SPEC.dimensions() + 1, model.width());
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            assertEquals(
                    "Sampler.draw: the model knows classes 0 to 2 but image 0 is to be of class 3",
                    message(() -> sampler.labels(_ -> 3).draw(1, 1, SEED)));
        }
        try (Sampler sampler = new Sampler(Models.of(ImageSpecs.tiny(), SEED), SmallModels.VECTOR)) {
            assertEquals(
                    "Sampler.labels: the model is not conditioned on classes; leave labels out, or train one that is",
                    message(() -> sampler.labels(_ -> 0)));
        }
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
