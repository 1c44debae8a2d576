package io.github.vflow.flow.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.RandomSpecs;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.autodiff.Memory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of a record has each component, in order, and gives the same record back. */
final class RecordsAsJsonTest {
    private static final String ROWS = """
            {"columns":{"features":3,"kinds":[],"given":0,"moments":{"mean":[0.1,-2.0,1.0E9],"std":[1.0,0.3,0.001]},"counts":[],"kept":0.2},\
            "steps":{"number":2,"kind":"COUPLING","linear":"LU","coupling":{"kind":"MIXTURE","components":3},\
            "conditioner":{"hidden":[4,5],"activation":"ELU","layerNorm":false,"residual":false},"isWhitened":false,"isRegressed":false},\
            "augmentation":{"dimensions":2,"order":[4,0,1,3,2],"posterior":{"kind":"FLOW","steps":2}},\
            "base":{"kind":"Normal"},"defensive":{"normal":0.0,"student":0.0,"components":1},"fill":{"blocks":0,\
            "network":{"hidden":[64,64],"activation":"SILU","layerNorm":false,"residual":false},"components":6},\
            "noise":0.0}""";

    private static final String CONDITIONAL = """
            {"steps":2,"pointwise":false,"blocks":1,"heads":2,\
            "context":{"filters":4,"blocks":1,"normed":true,"heads":2}}""";

    private static final String IMAGES = """
            {"image":{"height":4,"width":6,"channels":1,"levels":16},"augment":1,"classes":3,\
            "layout":[{"kind":"COLUMNS","steps":1},{"kind":"SQUEEZE","steps":0}],\
            "coupling":{"kind":"AFFINE","components":0},"net":{"filters":4,"blocks":1,"heads":1,"dropout":0.25,\
            "weightNorm":true,"outerElu":false},"dequantizer":{"kind":"VARIATIONAL","flow":%s},\
            "posterior":{"kind":"PAPER","flow":%s}}""".formatted(CONDITIONAL, CONDITIONAL);

    private static final String PLAN = """
            {"steps":40,"batchSize":16,"descent":{\
            "optimizer":{"beta1":0.5,"beta2":0.999,"epsilon":1.0E-8,"form":"EPSILON_HAT"},\
            "schedule":{"kind":"WarmUp","steps":3,"then":{"kind":"Cosine","rate":0.002,"steps":40}},\
            "clipNorm":"Infinity","emaDecay":0.98},"evaluation":{"every":10,"patience":5,"least":3},"seed":-9223372036854775808,\
            "execution":{"recompute":{"memory":"CHECKPOINTED","segments":3},"shards":2}}""";

    private static RowSpec rows(String json) {
        return Field.root(JsonValue.parse(json)).record(RowSpecJson::spec);
    }

    private static ImageSpec images(String json) {
        return Field.root(JsonValue.parse(json)).record(ImageSpecJson::spec);
    }

    private static TrainingPlan plan(String json) {
        return Field.root(JsonValue.parse(json)).record(PlanJson::plan);
    }

    @Test
    void specificationsOfRows() {
        RowSpec spec = RowSpec.of(3, 2, 2)
                .withConditioner(List.of(4, 5), Activation.ELU)
                .withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE, 3))
                .withLinear(Steps.Linear.LU)
                .withPosterior(RowSpec.Augmentation.Posterior.Kind.FLOW, 2)
                .withAugment(2, List.of(4, 0, 1, 3, 2))
                .withMoments(new Columns.Moments(List.of(0.1, -2.0, 1e9), List.of(1.0, 0.3, 1e-3)));
        assertEquals(ROWS, Components.write(spec, RowSpecJson::spec).toString());
        assertEquals(spec, rows(ROWS));
        String before = ROWS.replace(",\"kept\":0.2", "").replace(",\"isRegressed\":false", "");
        assertEquals(1, rows(before).columns().kept(), "a file of before keeps all made-up rows");
        RowSpec autoregressive = spec.withStepKind(Steps.Kind.AUTOREGRESSIVE).withCoupling(CouplingSpec.Kind.SPLINE);
        assertEquals(
                autoregressive,
                rows(ROWS.replace("COUPLING", "AUTOREGRESSIVE")
                        .replace("MIXTURE\",\"components\":3", "SPLINE\",\"components\":8")));
        RowSpec filling = spec.withFill(RowSpec.Fill.standard().withBlocks(3));
        assertEquals(filling, rows(Components.write(filling, RowSpecJson::spec).toString()));
        assertEquals(spec.withNoise(0.15), rows(ROWS.replace("\"noise\":0.0", "\"noise\":0.15")));
        RowSpec student = spec.withBase(new BaseSpec.Student(2.5, false));
        assertEquals(student, rows(ROWS.replace("\"Normal\"", "\"Student\",\"freedom\":2.5,\"trained\":false")));
        RowSpec mixture = spec.withBase(new BaseSpec.Mixture(3));
        assertEquals(mixture, rows(ROWS.replace("\"Normal\"", "\"Mixture\",\"components\":3")));
        RowSpec deep = spec.withConditioner(new MlpSpec(List.of(4, 4), Activation.ELU, true, true));
        assertEquals(
                deep,
                rows(ROWS.replace("[4,5]", "[4,4]")
                        .replace(
                                "\"ELU\",\"layerNorm\":false,\"residual\":false",
                                "\"ELU\",\"layerNorm\":true,\"residual\":true")));
    }

    @Test
    void specificationsOfImages() {
        ConditionalSpec flow = new ConditionalSpec(2, false, 1, 2, new ConditionalSpec.Context(4, 1, true, 2));
        ImageSpec spec = new ImageSpec(
                new ImageSpec.Pixels(4, 6, 1, 16),
                1,
                3,
                List.of(new Stage(Stage.Kind.COLUMNS, 1), Stage.of(Stage.Kind.SQUEEZE)),
                CouplingSpec.of(CouplingSpec.Kind.AFFINE),
                new NetSpec(4, 1, 1, 0.25, true, false),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, flow),
                new ImagePosteriorSpec(ImagePosteriorKind.PAPER, flow));
        assertEquals(IMAGES, Components.write(spec, ImageSpecJson::spec).toString());
        assertEquals(spec, images(IMAGES));
    }

    @Test
    void plans() {
        TrainingPlan plan = new TrainingPlan(
                40,
                16,
                new TrainingPlan.Descent(
                        new Adam(0.5, 0.999, 1e-8, Adam.Form.EPSILON_HAT),
                        new Schedule.WarmUp(3, new Schedule.Cosine(2e-3, 40)),
                        Double.POSITIVE_INFINITY,
                        0.98),
                new TrainingPlan.Evaluation(10, 5, 3),
                Long.MIN_VALUE,
                new TrainingPlan.Execution(new TrainingPlan.Recompute(Memory.CHECKPOINTED, 3), 2));
        assertEquals(PLAN, Components.write(plan, PlanJson::plan).toString());
        assertEquals(plan, plan(PLAN));
        assertEquals(
                plan.withEvaluation(10, 5), plan(PLAN.replace(",\"least\":3", "")), "a file of before has one number");
    }

    static Stream<Schedule> schedules() {
        return Stream.of(
                new Schedule.Constant(1e-3),
                new Schedule.Linear(2e-4, 40),
                new Schedule.Cosine(3, 1L << 40),
                new Schedule.Exponential(1e-2, 5, 0.999, 1e-9),
                new Schedule.WarmUp(3, new Schedule.WarmUp(7, new Schedule.Cosine(1e-300, 40))));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void anyScheduleComesBack(Schedule schedule) {
        JsonValue json = ScheduleJson.write(schedule);
        assertEquals(
                schedule.getClass().getSimpleName(),
                Field.root(json.field("kind").orElseThrow()).text());
        assertEquals(schedule, ScheduleJson.read(Field.root(json)));
    }

    @Test
    void everyKindOfScheduleIsTried() {
        assertEquals(
                Set.of(Schedule.class.getPermittedSubclasses()),
                schedules().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Property
    void anySpecificationComesBack(@ForAll long seed) throws ReflectiveOperationException {
        RandomSpecs random = new RandomSpecs(new SplittableRandom(seed));
        RowSpec rows = random.rows();
        assertEquals(rows, rows(Components.write(rows, RowSpecJson::spec).toString()));
        assertAllThere(rows, Components.write(rows, RowSpecJson::spec));
        ImageSpec images = random.images();
        assertEquals(
                images, images(Components.write(images, ImageSpecJson::spec).toString()));
        assertAllThere(images, Components.write(images, ImageSpecJson::spec));
    }

    @Test
    void plansAreThereAsAWhole() throws ReflectiveOperationException {
        assertAllThere(plan(PLAN), JsonValue.parse(PLAN));
    }

    /** A component without a line in the mapping would be missing. */
    private static void assertAllThere(Object value, JsonValue json) throws ReflectiveOperationException {
        if (value instanceof List<?> items && json instanceof JsonArray list) {
            for (int i = 0; i < items.size(); i++) {
                assertAllThere(items.get(i), list.items().get(i));
            }
        }
        if (!(value instanceof Record)) {
            return;
        }
        boolean sealed = value instanceof Schedule || value instanceof ColumnSpec || value instanceof BaseSpec;
        List<String> names = new ArrayList<>(sealed ? List.of("kind") : List.of());
        for (RecordComponent c : value.getClass().getRecordComponents()) {
            names.add(c.getName());
            assertAllThere(
                    c.getAccessor().invoke(value), json.field(c.getName()).orElseThrow());
        }
        assertEquals(names, List.copyOf(Field.root(json).map(Field::value).keySet()), () -> "of " + value.getClass());
    }
}
