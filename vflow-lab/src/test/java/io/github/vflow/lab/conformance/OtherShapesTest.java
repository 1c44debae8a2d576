package io.github.vflow.lab.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing in the comparison of image fixtures is tied to one shape, number of blocks, levels or size of context. The expected numbers
 * are the reference engine's own, so this is not a test of the model, whose layers are compared with plain loops elsewhere.
 */
final class OtherShapesTest {
    private static final int ROWS = 3;
    private static final int SAMPLES = 2;
    private static final double SINGLE = 2e-4;

    /** Where a mixture is flat, its inverse in single precision is less exact. */
    private static final double INVERSE = 2e-3;

    @TempDir
    Path dir;

    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(11);

    private void put(String name, Shape shape, double[] v) {
        values.put(name, v);
        shapes.put(name, shape);
    }

    private void normal(String name, Shape shape, double scale) {
        double[] v = new double[shape.size()];
        Arrays.setAll(v, _ -> (float) (scale * random.nextGaussian()));
        put(name, shape, v);
    }

    private Path write(String config, String layout) throws IOException {
        SafeTensors.Builder b = SafeTensors.builder().metadata("config", config).metadata("layout", layout);
        values.forEach((name, v) -> b.f64(name, shapes.getOrDefault(name, Shape.of(v.length)), v));
        Path file = dir.resolve("shape.safetensors");
        b.build().write(file);
        return file;
    }

    /** Parameters and inputs, and names of what is to be computed. */
    private void start(FlowModel model, ImageSpec s) {
        for (Parameter p : model.parameters().all()) {
            float[] initial = model.parameters().get(p);
            double[] v = new double[initial.length];
            Arrays.setAll(v, i -> (float) (initial[i] + 0.05 * random.nextGaussian()));
            put("param." + p.name(), p.shape(), v);
        }
        Shape image = Shape.of(ROWS, s.height(), s.width(), s.channels());
        put(
                "in.x",
                image,
                random.ints(image.size(), 0, s.levels()).asDoubleStream().toArray());
        normal("in.eps_u", image, 1);
        normal("in.sample_eps", model.latentShape(ROWS), 0.1);
        normal("in.iw_eps_u", Shape.of(SAMPLES, ROWS, s.height(), s.width(), s.channels()), 1);
        if (s.augment() > 0) {
            normal("in.eps_z", image.with(3, s.augment()), 1);
            normal("in.iw_eps_z", Shape.of(SAMPLES, ROWS, s.height(), s.width(), s.augment()), 1);
        }
        for (String asked : new String[] {"out.elbo", "out.sample_xz", "grad.asked", "init.asked"}) {
            put(asked, Shape.of(1), new double[1]);
        }
    }

    private void compute(Path file) throws IOException {
        Fixture f = Fixture.read(file);
        for (Check check : Check.of(f.model())) {
            check.run(f, new ReferenceEngine(), values::put);
        }
        values.keySet().removeIf(name -> name.endsWith(".asked"));
        shapes.keySet().removeIf(name -> name.startsWith("out."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4|8|3|1|32|6|1|3|2|1|2|5|2| [['cb', 1], ['ch', 1], ['s2d'], ['ch', 2]]",
                "8|4|1|0|256|4|2|1|1|2|1|3|0| [['cb', 2], ['s2d'], ['cb', 1]]",
                "6|2|2|2|5|8|1|2|4|1|1|4|1| [['ch', 1], ['cb', 1]]",
            })
    void anyShape(
            int h,
            int w,
            int xc,
            int extra,
            int levels,
            int filters,
            int blocks,
            int k,
            int heads,
            int r,
            int q,
            int units,
            int deep,
            String layout)
            throws IOException {
        String config = ("{'h':%d,'w':%d,'xc':%d,'extra':%d,'max_val':%d,'filters':%d,'blocks':%d,'components':%d,"
                        + "'heads':%d,'dequant_blocks':%d,'post_blocks':%d,'ctx_units':%d,'ctx_blocks':%d}")
                .formatted(h, w, xc, extra, levels, filters, blocks, k, heads, r, q, units, deep)
                .replace('\'', '"');
        String stages = layout.replace('\'', '"');
        ImageSpec spec = ImageStructure.of(config, stages);
        FlowModel model = Models.of(spec, 3);
        start(model, spec);
        compute(write(config, stages));
        put("out.eps", model.latentShape(ROWS), values.get("out.eps"));
        compute(write(config, stages));
        shapes.put("out.eps", model.latentShape(ROWS));
        Path file = write(config, stages);

        Fixture f = Fixture.read(file);
        Map<String, double[]> vector = new TreeMap<>();
        for (Check check : Check.of(f.model())) {
            check.run(f, Engines.vector(2), vector::put);
        }
        Set<String> expected = new TreeSet<>();
        f.expected().forEach(expected::add);
        assertEquals(Map.of(), missing(expected, vector));
        long parameters = model.parameters().all().size();
        assertEquals(
                parameters, expected.stream().filter(n -> n.startsWith("grad.")).count());
        assertTrue(expected.contains("trace.p.1.logd") && expected.contains("out.iw_loglik"), expected.toString());
        assertEquals(extra > 0, expected.contains("out.context_q"));
        expected.stream().filter(n -> !n.startsWith("init.")).forEach(name -> {
            double[] exact = values.get(name);
            double tolerance = name.startsWith("out.sample") || name.startsWith("out.inv") ? INVERSE : SINGLE;
            double scale =
                    Math.max(0.01, Arrays.stream(exact).map(Math::abs).max().orElseThrow());
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i], vector.get(name)[i], tolerance * scale, name);
            }
        });
    }

    private static Map<String, String> missing(Set<String> expected, Map<String, double[]> computed) {
        Map<String, String> missing = new TreeMap<>();
        expected.stream().filter(n -> !computed.containsKey(n)).forEach(n -> missing.put(n, "is not computed"));
        return missing;
    }
}
