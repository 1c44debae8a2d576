package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Flow;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelSpec;
import io.github.vflow.flow.ModelSpec.CouplingKind;
import io.github.vflow.flow.ModelSpec.LinearKind;
import io.github.vflow.flow.ModelSpec.PosteriorKind;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.io.SafeTensor;
import io.github.vflow.nn.io.SafeTensors;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {
    private static final ModelSpec SPEC = ModelSpec.glow(3, 2, 2)
            .withConditioner(List.of(4, 5), Activation.ELU)
            .withCoupling(CouplingKind.MIXTURE, 3)
            .withLinear(LinearKind.LU)
            .withPosterior(PosteriorKind.FLOW, 2)
            .withAugment(2, List.of(4, 0, 1, 3, 2))
            .withMoments(List.of(0.1, -2.0, 1e9), List.of(1.0, 0.3, 1e-3));

    @TempDir
    Path dir;

    private Path saved() throws IOException {
        Path file = dir.resolve("model.safetensors");
        new ModelFile(Model.of(SPEC, 5), List.of("a", "b,c", "ü"), Map.of("data", "t.csv")).save(file);
        return file;
    }

    @Test
    void theModelComesBack() throws IOException {
        ModelFile back = ModelFile.load(saved());
        assertEquals(SPEC, back.model().spec().orElseThrow());
        assertEquals(List.of("a", "b,c", "ü"), back.columns());
        assertEquals(Map.of("data", "t.csv"), back.notes());
        assertArrayEquals(
                Model.of(SPEC, 5).parameters().values(),
                back.model().parameters().values(),
                0);
    }

    @Test
    void everyParameterIsATensorOfItsName() throws IOException {
        SafeTensors file = SafeTensors.read(saved());
        Model model = Model.of(SPEC, 5);
        assertEquals(
                model.parameters().all().stream().map(p -> p.name()).sorted().toList(),
                file.tensors().keySet().stream().sorted().toList());
        assertEquals("vflow", file.metadata("format"));
        assertTrue(file.metadata("spec").contains("\"coupling\":\"MIXTURE\""), file.metadata("spec"));
    }

    private String refused(Consumer<Map<String, String>> metadata, Consumer<Map<String, SafeTensor>> tensors)
            throws IOException {
        SafeTensors old = SafeTensors.read(saved());
        Map<String, String> texts = new TreeMap<>(old.metadata());
        Map<String, SafeTensor> arrays = new TreeMap<>(old.tensors());
        metadata.accept(texts);
        tensors.accept(arrays);
        SafeTensors.Builder b = SafeTensors.builder();
        texts.forEach(b::metadata);
        arrays.forEach((name, t) -> b.f32(name, t.shape(), t.floats()));
        Path file = dir.resolve("changed.safetensors");
        b.build().write(file);
        return assertThrows(FileFormatException.class, () -> ModelFile.load(file))
                .getMessage();
    }

    private static void contains(String expected, String message) {
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("changed.safetensors"), message);
    }

    @Test
    void anotherFormatOrVersionIsRefused() throws IOException {
        contains("expected the format \"vflow\" but the file's is \"none\"", refused(m -> m.remove("format"), t -> {}));
        contains(
                "reads version 1 of the format \"vflow\" but the file is version 2",
                refused(m -> m.put("version", "2"), t -> {}));
        contains("the metadata \"spec\" is missing", refused(m -> m.remove("spec"), t -> {}));
    }

    @Test
    void aDamagedSpecificationIsRefused() throws IOException {
        contains("metadata \"spec\": cannot be read", refused(m -> m.put("spec", "{"), t -> {}));
        contains(
                "steps must be at least 1 but got 0",
                refused(m -> m.merge("spec", "", (s, _) -> s.replace("\"steps\":2", "\"steps\":0")), t -> {}));
        contains("BENT", refused(m -> m.merge("spec", "", (s, _) -> s.replace("\"LU\"", "\"BENT\"")), t -> {}));
        contains(
                "Missing creator property 'features'",
                refused(m -> m.merge("spec", "", (s, _) -> s.replace("\"features\"", "\"widgets\"")), t -> {}));
    }

    @Test
    void parametersThatDoNotFitAreRefused() throws IOException {
        contains("no tensor \"p.0.g\"", refused(m -> {}, t -> t.remove("p.0.g")));
        contains("must have shape [5] but has [3]", refused(m -> {}, t -> t.put("p.0.g", three())));
        contains("no parameters [p.9.g]", refused(m -> {}, t -> t.put("p.9.g", three())));
        contains("parameter \"p.0.g\" has NaN at index 1", refused(m -> {}, t -> t.put("p.0.g", nan())));
        contains("expected 3 column names but got [a]", refused(m -> m.put("columns", "[\"a\"]"), t -> {}));
    }

    private static SafeTensor three() {
        return tensor(1, 2, 3);
    }

    private static SafeTensor nan() {
        return tensor(1, Float.NaN, 3, 4, 5);
    }

    private static SafeTensor tensor(float... values) {
        return SafeTensors.builder()
                .f32("t", Shape.of(values.length), values)
                .build()
                .tensor("t");
    }

    @Test
    void aModelPutTogetherByHandHasNoFile() {
        Model byHand = Flow.of(2, Chain.of(), new Parameters());
        ModelFile file = new ModelFile(byHand, List.of(), Map.of());
        String message = assertThrows(IllegalArgumentException.class, () -> file.save(dir.resolve("x")))
                .getMessage();
        assertTrue(message.contains("put together by hand"), message);
    }
}
