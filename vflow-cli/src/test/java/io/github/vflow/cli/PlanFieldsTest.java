package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each decision that has no option can be edited in the file of a plan: the model keeps the edit, and is another. */
final class PlanFieldsTest {
    private static final Object[] SMALL = {
        "--steps", 6, "--hidden", "4,4", "--flow-steps", 1, "--noise", 0, "--calibration", 0
    };

    @TempDir
    private static Path dir;

    private static Path table = Path.of("in.csv");
    private static float[] usual = {};

    @BeforeAll
    static void trainAsPlanned() throws IOException {
        table = Tables.write(dir.resolve("in.csv"), 60, 3);
        Path out = dir.resolve("usual");
        EditedPlan.of(dir.resolve("usual.json"), table, SMALL)
                .train(table, "--out", out)
                .ok();
        usual = TableModel.load(out).model().parameters().values();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "batchSize\":256 | batchSize\":16",
                "clipNorm\":5.0 | clipNorm\":0.001",
                "emaDecay\":0.99 | emaDecay\":0.0",
                "\"every\":\\d+ | \"every\":3",
                "\"kind\":\"Linear\",\"rate\":0.003,\"steps\":6 | \"kind\":\"Constant\",\"rate\":0.003",
                "(\\{\"kind\":\"Linear\",\"rate\":0.003,\"steps\":6\\})"
                        + " | {\"kind\":\"WarmUp\",\"steps\":4,\"then\":$1}",
                "\"student\":0.01 | \"student\":0.2",
                "\"student\":0.01 | \"student\":0.0",
                "\"coupling\":\\{\"kind\":\"MIXTURE\",\"components\":8 | \"coupling\":{\"kind\":\"MIXTURE\",\"components\":3",
                "\"coupling\":\\{\"kind\":\"MIXTURE\" | \"coupling\":{\"kind\":\"SPLINE\"",
                "\"linear\":\"DENSE\" | \"linear\":\"REVERSE\"",
                "\"kind\":\"COUPLING\" | \"kind\":\"AUTOREGRESSIVE\"",
                "\"activation\":\"RELU\" | \"activation\":\"TANH\"",
                "\"layerNorm\":false | \"layerNorm\":true",
                "\"residual\":false | \"residual\":true",
                "\"base\":\\{\"kind\":\"Normal\"\\} | \"base\":{\"kind\":\"Mixture\",\"components\":3}",
                "\"base\":\\{\"kind\":\"Normal\"\\}"
                        + " | \"base\":{\"kind\":\"Student\",\"freedom\":9.0,\"trained\":false}",
                "\"members\":\\[(\\{.*?),\"seed\":1\\}\\] | \"members\":[$1,\"seed\":1},$1,\"seed\":2}]",
                "\"moments\":\\{\"mean\":\\[[^]]*\\],\"std\":\\[[^]]*\\]"
                        + " | \"moments\":{\"mean\":[0.0,0.0,0.0],\"std\":[1.0,1.0,1.0]"
            })
    void theModelIsAsTheFileSays(String pattern, String replacement) throws IOException {
        Path out = dir.resolve("edited");
        EditedPlan plan =
                EditedPlan.of(dir.resolve("edited.json"), table, SMALL).with(pattern.strip(), replacement.strip());
        plan.train(table, "--out", out).ok();
        TableModel model = TableModel.load(out);
        String kept = model.plan().orElseThrow().toJson();
        assertTrue(Files.readString(plan.file()).strip().equals(kept), kept);
        boolean isEarlier = pattern.contains("every");
        float[] parameters = model.model().parameters().values();
        if (!isEarlier) {
            assertNotEquals(Arrays.hashCode(usual), Arrays.hashCode(parameters));
        }
    }
}
