package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The published model at its true size. */
final class PublishedCifar10Test {
    private static final ImageSpec SPEC = ImageSpec.preset("vflow-cifar10");

    @TempDir
    Path dir;

    /** Against the variables that small_checkpoint.py OUT --cifar10 makes, which follows the authors' code and knows nothing of ours. */
    @Test
    void hasTheVariablesOfTheAuthorsGraph() {
        SortedMap<String, Parameter> variables = variables();
        String lines = variables.entrySet().stream()
                .map(e -> e.getKey() + " "
                        + Arrays.stream(PublishedNames.shape(e.getValue()).dims())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(","))
                        + "\n")
                .collect(Collectors.joining());
        CRC32 crc = new CRC32();
        crc.update(lines.getBytes(StandardCharsets.UTF_8));
        assertEquals(1575, variables.size());
        assertEquals("2b6b669f", Long.toHexString(crc.getValue()));
    }

    private static SortedMap<String, Parameter> variables() {
        PublishedNames names = PublishedNames.of(SPEC);
        SortedMap<String, Parameter> variables = new TreeMap<>();
        Models.build(SPEC, new Parameters()).parameters().all().forEach(p -> variables.put(names.of(p), p));
        return variables;
    }

    /** With both weights and the moments of Adam, as training writes it: 635 MB. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void isImportedInAMinute() throws IOException {
        Path checkpoint = dir.resolve("model");
        write(checkpoint);
        long start = System.nanoTime();
        PublishedModel read = PublishedModel.read(checkpoint, SPEC, PublishedWeights.EMA);
        new ModelFile(read.model(), List.of(), Map.of()).save(dir.resolve("model.safetensors"));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
        assertEquals(39_700_096, read.model().parameters().size());
        assertEquals(3 * 1575, read.training());
        TensorBundle bundle = TensorBundle.open(checkpoint);
        PublishedNames names = PublishedNames.of(SPEC);
        for (Parameter p : read.model().parameters().all()) {
            assertArrayEquals(
                    bundle.floats(PublishedWeights.EMA.variable(names.of(p))),
                    read.model().parameters().get(p));
        }
    }

    private static void write(Path checkpoint) throws IOException {
        Random random = new Random(1);
        try (TensorBundleWriter writer = new TensorBundleWriter(checkpoint)) {
            for (Map.Entry<String, Parameter> variable : variables().entrySet()) {
                int[] shape = PublishedNames.shape(variable.getValue()).dims();
                for (String slot : List.of("", "/ExponentialMovingAverage", "/Adam", "/Adam_1")) {
                    float[] values = new float[variable.getValue().shape().size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 0.1f * (random.nextFloat() - 0.5f);
                    }
                    writer.floats(variable.getKey() + slot, shape, values);
                }
            }
            writer.floats("beta1_power", new int[0], new float[] {0});
            writer.floats("beta2_power", new int[0], new float[] {0});
        }
    }
}
