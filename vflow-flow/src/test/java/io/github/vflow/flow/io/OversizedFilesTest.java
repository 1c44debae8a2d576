package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small file that asks for a huge model is refused before anything is made of that size. */
final class OversizedFilesTest {
    private static final RowSpec ROWS = RowSpec.of(2, 2, 2)
            .withConditioner(List.of(4, 5), Activation.TANH)
            .withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE, 3))
            .withLinear(Steps.Linear.REVERSE)
            .withPosterior(RowSpec.Augmentation.Posterior.Kind.FLOW, 2);
    private static final ImageSpec IMAGES = ImageSpecs.tiny().withClasses(3);

    /** Reading and building the small models themselves takes less than half of it. */
    private static final long BYTES = 8_000_000;

    /** Enough for a busy machine; the models of these files would take minutes to build. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path dir;

    private static Spec.Flow spec(String kind) {
        return kind.equals("rows") ? ROWS : IMAGES;
    }

    private Path model(Spec.Flow spec) throws IOException {
        Path file = dir.resolve("m.safetensors");
        new ModelFile(Models.of(spec, 1), List.of(), Map.of()).save(file);
        return file;
    }

    private Path checkpoint(Spec.Flow spec) throws IOException {
        Path file = dir.resolve("c.safetensors");
        float[] p = Models.of(spec, 1).parameters().values();
        TrainingPlan plan = TrainingPlan.of(4, 2, 1e-3, 3).withSchedule(new Schedule.Cosine(1e-3, 4));
        TrainingState state = new TrainingState(
                1, p, p, new float[p.length], null, null, Double.NEGATIVE_INFINITY, 0, Set.of(), new float[0]);
        new Checkpoint(spec, plan, state, List.of(), Map.of(), List.of()).save(file);
        return file;
    }

    /** Quotes are written as ' here; the last two columns are parts of the messages for a model and a checkpoint. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rows|'number':2|'number':2000000000|no tensor 'p.2.g'|with 'p.
            rows|'kind':'FLOW','steps':2|'kind':'FLOW','steps':2000000000|no tensor 'q.2.g'|with 'q.
            rows|'hidden':[4,5]|'hidden':[30000,30000]|'p.0.mlp.W.0' must have shape [2, 30000]|with 'p.0.mlp.W.0' of shape [2, 30000]
            rows|'hidden':[4,5]|'hidden':[4,500000000,500000000]|'p.0.mlp.W.1' must have shape [4, 500000000]|with 'p.0.mlp.W.1' of shape [4, 500000000]
            rows|'features':2|'features':2000000000|'p.0.g' must have shape [2000000002]|with 'p.0.g' of shape [2000000002]
            rows|'dimensions':2|'dimensions':2000000000|'p.0.g' must have shape [2000000002]|with 'p.0.g' of shape [2000000002]
            rows|'features':2,'kinds':[],'given':0|'features':2000000000,'kinds':[],'given':2000000000|features + augment + given must be at most 2147483647 but got 4000000002|features + augment + given must be at most 2147483647 but got 4000000002
            rows|'components':3|'components':2000000000|2 dimensions of 6000000002 parameters each need more than 2147483647|2 dimensions of 6000000002 parameters each need more than 2147483647
            rows|'components':3|'components':700000000|2 dimensions of 2100000002 parameters each need more than 2147483647|2 dimensions of 2100000002 parameters each need more than 2147483647
            rows|'components':3|'components':60000000|'p.0.mlp.W.2' must have shape [5, 360000004]|with 'p.0.mlp.W.2' of shape [5, 360000004]
            images|'kind':'COLUMNS','steps':1|'kind':'COLUMNS','steps':2000000000|'p.steps.1.norm.g0' must have shape|with 'p.steps.
            images|'net':{'filters':4,'blocks':1|'net':{'filters':4,'blocks':2000000000|no tensor 'p.steps.0.coupling.blocks.1.|with 'p.steps.
            images|'net':{'filters':4|'net':{'filters':200000000|must have shape [4, 2, 200000000]|of shape [4, 2, 200000000]
            images|'kind':'VARIATIONAL','flow':{'steps':4|'kind':'VARIATIONAL','flow':{'steps':2000000000|no tensor 'r.flow.steps.4.|with '
            images|'kind':'FLOW','flow':{'steps':4|'kind':'FLOW','flow':{'steps':2000000000|no tensor 'q.flow.steps.4.|with 'q.
            images|'context':{'filters':3,'blocks':1|'context':{'filters':3,'blocks':2000000000|no tensor 'r.context.c.1.|with '
            images|'context':{'filters':3|'context':{'filters':100000000|must have shape [3, 3, 2, 100000000]|of shape [3, 3, 2, 100000000]
            images|'components':2|'components':2000000000|2 dimensions of 6000000002 parameters each need more than 2147483647|2 dimensions of 6000000002 parameters each need more than 2147483647
            images|'components':2|'components':9000000|must have shape [3, 3, 4, 54000004]|of shape [3, 3, 4, 54000004]
            images|'classes':3|'classes':500000000|must have shape [500000000, 4]|of shape [500000000, 4]
            images|'augment':1|'augment':2000000000|an image may have at most 2147483647 numbers but is [4, 4, 2000000001]|an image may have at most 2147483647 numbers but is [4, 4, 2000000001]
            images|'augment':1|'augment':99999999|must have shape [4, 2, 100000000]|of shape [4, 2, 100000000]
            images|'height':4|'height':1073741824|an image may have at most 2147483647 numbers but is [1073741824, 4, 1]|an image may have at most 2147483647 numbers but is [1073741824, 4, 1]
            images|'height':4,'width':4,'channels':1|'height':2,'width':2,'channels':1073741825|an image may have at most 2147483647 numbers but is [2, 2, 1073741825]|an image may have at most 2147483647 numbers but is [2, 2, 1073741825]
            images|'height':4,'width':4|'height':32768,'width':16384|must have shape [32768, 8192, 2]|of shape [32768, 8192, 2]
            """)
    void isRefusedAtOnce(String kind, String was, String becomes, String ofModel, String ofCheckpoint)
            throws IOException {
        String from = was.replace('\'', '"');
        String to = becomes.replace('\'', '"');
        contains(ofModel, refused(Forgery.of(model(spec(kind))).replace("spec", from, to), ModelFile::load));
        contains(ofCheckpoint, refused(Forgery.of(checkpoint(spec(kind))).replace("spec", from, to), Checkpoint::load));
    }

    private static void contains(String expected, String message) {
        assertTrue(message.contains(expected.replace('\'', '"')), message);
        assertTrue(message.length() < 600, message);
    }

    private static String refused(Forgery forgery, Forgery.Reader<?> reader) throws IOException {
        Path file = forgery.write();
        return assertTimeoutPreemptively(PATIENCE, () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            String complaint = Forgery.complaint(file, reader);
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < BYTES, bytes + " bytes for: " + complaint);
            return complaint;
        });
    }

    @ParameterizedTest
    @CsvSource({"rows", "images"})
    void aFileThatIsAsItShouldBeIsRead(String kind) throws IOException {
        assertEquals(
                spec(kind), ModelFile.load(model(spec(kind))).model().spec().orElseThrow());
        assertEquals(spec(kind), Checkpoint.load(checkpoint(spec(kind))).spec());
    }
}
