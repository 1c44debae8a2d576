package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelFileTest {
    private static final RowSpec SPEC = RowSpec.of(3, 2, 2)
            .withConditioner(List.of(4, 5), Activation.ELU)
            .withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE, 3))
            .withLinear(Steps.Linear.LU)
            .withPosterior(RowSpec.Augmentation.Posterior.Kind.FLOW, 2)
            .withAugment(2, List.of(4, 0, 1, 3, 2))
            .withMoments(new Columns.Moments(List.of(0.1, -2.0, 1e9), List.of(1.0, 0.3, 1e-3)));
    private static final String FETCH = "; the file is damaged, so fetch it or write it again";
    private static final String OTHER = "; the file belongs to another architecture";

    @TempDir
    Path dir;

    private Path saved() throws IOException {
        Path file = dir.resolve("model.safetensors");
        new ModelFile(Models.of(SPEC, 5), List.of("a", "b,c", "ü"), Map.of("data", "t.csv")).save(file);
        return file;
    }

    private Forgery forged() throws IOException {
        return Forgery.of(saved());
    }

    private static String refused(Forgery forgery) throws IOException {
        return forgery.complaint(ModelFile::load);
    }

    @Test
    void theModelComesBack() throws IOException {
        ModelFile back = ModelFile.load(saved());
        assertEquals(SPEC, back.model().spec().orElseThrow());
        assertEquals(List.of("a", "b,c", "ü"), back.columns());
        assertEquals(Map.of("data", "t.csv"), back.notes());
        assertArrayEquals(
                Models.of(SPEC, 5).parameters().values(),
                back.model().parameters().values(),
                0);
    }

    @Test
    void everyParameterIsATensorOfItsName() throws IOException {
        SafeTensors file = SafeTensors.read(saved());
        FlowModel model = Models.of(SPEC, 5);
        assertEquals(
                model.parameters().all().stream().map(p -> p.name()).sorted().toList(),
                file.tensors().keySet().stream().sorted().toList());
        assertEquals("vflow", file.metadata().get("format"));
        assertTrue(
                file.metadata().get("spec").contains("\"coupling\":{\"kind\":\"MIXTURE\""),
                file.metadata().get("spec"));
    }

    @Test
    void anotherFormatOrVersionIsRefused() throws IOException {
        assertEquals(
                "expected the format \"vflow\" but the file's is \"none\"; give a file written by vflow train",
                refused(forged().metadata(m -> m.remove("format"))));
        for (String version : List.of("2", "10")) {
            assertEquals(
                    "this program reads version 1 of the format \"vflow\" but the file is version " + version
                            + "; use the release that wrote it",
                    refused(forged().put("version", version)));
        }
        for (String version : List.of("0", "2.0", "02", "-1", "1000000000", "two")) {
            assertEquals(
                    "the version must be a whole number from 1 on but is \"" + version + "\"" + FETCH,
                    refused(forged().put("version", version)));
        }
        assertEquals(
                "the version must be a whole number from 1 on but is \"none\"" + FETCH,
                refused(forged().metadata(m -> m.remove("version"))));
        assertEquals(
                "expected a model of rows or images but it is of \"sounds\"; use the release that wrote it",
                refused(forged().put("kind", "sounds")));
        for (String key : List.of("kind", "spec", "columns", "notes", "scoring")) {
            assertEquals(
                    "the metadata \"" + key + "\" is missing" + FETCH, refused(forged().metadata(m -> m.remove(key))));
        }
    }

    @Test
    void theChecksumMustBeThereAndFit() throws IOException {
        String right = SafeTensors.read(saved()).metadata().get("crc32c");
        assertEquals(
                "the content must have the CRC-32C 00000000, which the file was written with, but has " + right
                        + "; the file is damaged, so fetch it or write it again",
                refused(forged().put("crc32c", "00000000")));
        Path file = saved();
        SafeTensors.Builder without = SafeTensors.builder();
        SafeTensors.read(file).metadata().forEach((key, text) -> {
            if (!key.equals(SafeTensors.CHECKSUM)) {
                without.metadata(key, text);
            }
        });
        without.build().write(file);
        assertEquals("the metadata \"crc32c\" is missing" + FETCH, Forgery.complaint(file, ModelFile::load));
    }

    /** Quotes are written as ' here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'number':2|'number':0|Steps: number must be at least 1 but got 0
            'number':2|'number':2.5|'steps.number' must be a whole number of 32 bits but is 2.5
            'number':2|'number':'2'|'steps.number' must be a whole number of 32 bits but is '2'
            'number':2|'number':null|'steps.number' must be a whole number of 32 bits but is null
            'number':2|'number':2,'number':2|Duplicate Object property 'number'
            'steps':2|'steps':2,'more':2|the field 'augmentation.posterior.more' is unknown; known are [kind, steps]
            'number':2|'number':5000000000|'steps.number' must be a whole number of 32 bits but is 5000000000
            'features'|'widgets'|the field 'columns.features' is missing
            ,'given':0,'moments'|,'moments'|the field 'columns.given' is missing
            },'noise':0.0}|}}|the field 'noise' is missing
            ,'layerNorm':false,'residual':false},'isW|},'isW|the field 'steps.conditioner.layerNorm' is missing
            'LU'|'BENT'|'steps.linear' must be one of [DENSE, LU, REVERSE] but is 'BENT'
            'LU'|1|'steps.linear' must be one of [DENSE, LU, REVERSE] but is 1
            'LU'|null|'steps.linear' must be one of [DENSE, LU, REVERSE] but is null
            'hidden':[4,5]|'hidden':null|'steps.conditioner.hidden' must be a list but is null
            'hidden':[4,5]|'hidden':[4,null]|'steps.conditioner.hidden[1]' must be a whole number of 32 bits but is null
            'hidden':[4,5],'activation':'ELU'|'hidden':[4,5]|the field 'steps.conditioner.activation' is missing
            'order':[4,0,1,3,2]|'order':[4,0,1,3,3]|RowSpec: order must hold each number from 0 to 4 once but got 5 numbers
            'order':[4,0,1,3,2]|'order':[1,0,2]|RowSpec: order must hold each number from 0 to 4 once but got 3 numbers
            """)
    void aDamagedSpecificationIsRefused(String was, String becomes, String expected) throws IOException {
        String message = refused(forged().replace("spec", was.replace('\'', '"'), becomes.replace('\'', '"')));
        assertTrue(message.startsWith("metadata \"spec\": cannot be read ("), message);
        assertTrue(message.contains(expected.replace('\'', '"')), message);
        assertTrue(message.endsWith("); the file is damaged or from another version"), message);
    }

    @Test
    void whatIsQuotedOfASpecificationIsShort() throws IOException {
        String message = refused(forged().replace("spec", "\"LU\"", "\"" + "x".repeat(5000) + "\""));
        assertTrue(message.length() < 500, message);
    }

    @Test
    void namesAndNotesAreTextsThatDifferAndCanBePrinted() throws IOException {
        String cannot = "metadata \"columns\": cannot be read (";
        assertEquals(
                cannot + "it must be a list but is null); the file is damaged or from another version",
                refused(forged().put("columns", "null")));
        String element = refused(forged().put("columns", "[\"a\",\"b\",null]"));
        assertTrue(element.startsWith(cannot + "\"[2]\" must be a text but is null)"), element);
        String number = refused(forged().put("columns", "[\"a\",\"b\",3]"));
        assertTrue(number.startsWith(cannot + "\"[2]\" must be a text but is 3)"), number);
        assertEquals(
                "ModelFile: expected 3 column names but got [a]; name every column or none",
                refused(forged().put("columns", "[\"a\"]")));
        assertEquals(
                "ModelFile: column names must differ but \"a\" is there twice; rename one",
                refused(forged().put("columns", "[\"a\",\"b\",\"a\"]")));
        assertEquals(
                "names of columns must have no control characters but name 2, \"b\\u001b[2J\", has U+001B; rename the column in the"
                        + " data and train again",
                refused(forged().put("columns", "[\"a\",\"b\\u001b[2J\",\"c\"]")));
        assertTrue(refused(forged().put("columns", "[\"a\",\"b\",\"\\u009b\"]")).contains("has U+009B"));
        assertEquals(
                "metadata \"notes\": cannot be read (it must be an object but is null); the file is damaged or from another version",
                refused(forged().put("notes", "null")));
        String note = refused(forged().put("notes", "{\"data\":null}"));
        assertTrue(note.contains("cannot be read (\"data\" must be a text but is null)"), note);
        String twice = refused(forged().put("notes", "{\"data\":\"x\",\"data\":\"y\"}"));
        assertTrue(twice.contains("Duplicate Object property \"data\""), twice);
    }

    @Test
    void columnsOfAModelMustDiffer() {
        FlowModel model = Models.of(SPEC, 5);
        assertEquals(
                "ModelFile: column names must differ but \"a\" is there twice; rename one",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ModelFile(model, List.of("a", "b", "a"), Map.of()))
                        .getMessage());
    }

    @Test
    void parametersThatDoNotFitAreRefused() throws IOException {
        String missing = refused(forged().without("p.0.g"));
        assertTrue(missing.startsWith("no tensor \"p.0.g\"; there are 43, such as [p.0.L, p.0.U, p.0.b, "), missing);
        assertTrue(missing.endsWith(OTHER), missing);
        assertEquals(
                "tensor \"p.0.g\" must have shape [5] but has [3]" + OTHER, refused(forged().floats("p.0.g", 1, 2, 3)));
        assertEquals(
                "its architecture has no parameter \"p.9.b\", the first of 2 tensors too many" + OTHER,
                refused(forged().floats("p.9.g", 1, 2, 3).floats("p.9.b", 1)));
        assertEquals(
                "parameter \"p.0.g\" has NaN at index 1; parameters must be finite, so train again at a lower learning rate",
                refused(forged().number("p.0.g", 1, Float.NaN)));
        assertEquals(
                "tensor \"p.0.g\" must have dtype F32 but has F64; the file is damaged or was converted, so write it again"
                        + " with F32",
                refused(forged().put(SafeTensors.builder().f64("p.0.g", Shape.of(5), new double[5]))));
        assertEquals(
                "Standardization: mean and standard deviation must be finite, and the latter positive, but those of column 1"
                        + " (counted from 0) are -2.0 and Infinity; drop or repair the column",
                refused(forged().replace("spec", "0.3,", "\"Infinity\",")));
    }

    /** Its bits are other numbers then. */
    @Test
    void integersAreNoParameters() throws IOException {
        Path file = saved();
        String changed = Files.readString(file, StandardCharsets.ISO_8859_1).replaceFirst("\"F32\"", "\"I32\"");
        Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
        String message = Forgery.complaint(file, ModelFile::load);
        assertTrue(message.contains(" has dtype \"I32\"; one of [F64, F32, I64] can be read"), message);
    }

    @Test
    void aModelPutTogetherByHandHasNoFile() {
        FlowModel byHand = FlowModel.of(2, Chain.of(), new Parameters());
        ModelFile file = new ModelFile(byHand, List.of(), Map.of());
        String message = assertThrows(IllegalArgumentException.class, () -> file.save(dir.resolve("x")))
                .getMessage();
        assertTrue(message.contains("put together by hand"), message);
    }
}
