package io.github.vflow.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.serve.VFlowMetrics;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications of Spring Boot with the starter. */
final class VFlowAutoConfigurationTest {
    private static final Path GOLDEN =
            Path.of("..", "vflow-cli", "src", "test", "resources", "golden", "0.1.0", "typed");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithItsModel {
        @Bean
        TableModel own() throws IOException {
            return TableModel.load(GOLDEN.resolveSibling("drift").resolve("model.safetensors"));
        }
    }

    private static ConfigurableApplicationContext run(Class<?> application, String properties) throws IOException {
        Properties all = new Properties();
        all.load(new StringReader(properties.replace("file:trees", "file:" + GOLDEN + "/model")));
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(all)
                .run();
    }

    @Test
    void theGuidesPiecesRun() throws IOException {
        try (ConfigurableApplicationContext context = run(Application.class, """
                vflow.model=file:trees.safetensors
                vflow.alarm-rate=0.05
                """)) {
            RecordScorer scorer = context.getBean(RecordScorer.class);
            VFlowMetrics metrics = context.getBean(VFlowMetrics.class);
            TableSource source = TableSource.of(GOLDEN.resolve("rows.csv"));
            List<RecordScorer.Judged> judged;
            try (RecordReader records =
                    scorer.open(source, ReadOptions.standard().strictly())) {
                Instant start = Instant.now();
                List<RecordScorer.Judged> rows = scorer.score(records.next());
                metrics.add(rows, Duration.between(start, Instant.now()));
                judged = rows;
            }
            TableModel model = context.getBean(TableModel.class);
            assertEquals(24, judged.size());
            for (RecordScorer.Judged row : judged) {
                assertEquals(model.logProb(row.entry().row()), row.logProb().orElseThrow());
                assertTrue(row.verdict().isPresent());
            }
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertEquals(
                    24.0,
                    registry.get("vflow.rows")
                            .tag("outcome", "scored")
                            .counter()
                            .count());
            Health health = Objects.requireNonNull(context.getBean("vflowHealthIndicator", HealthIndicator.class)
                    .health());
            assertEquals(Status.UP, health.getStatus());
            assertEquals(model.toString(), health.getDetails().get("model"));
            assertTrue(
                    String.valueOf(health.getDetails().get("drift")).startsWith("no drift in 24 rows"),
                    health.toString());
        }
    }

    @Test
    void aBeanOfTheApplicationTakesThePlace() throws IOException {
        try (ConfigurableApplicationContext context = run(WithItsModel.class, """
                vflow.model=file:trees.safetensors
                management.health.vflow.enabled=false
                """)) {
            assertSame(context.getBean("own"), context.getBean(TableModel.class));
            assertEquals(
                    List.of("a", "b", "c"), context.getBean(TableModel.class).columns());
            assertFalse(context.containsBean("vflowHealthIndicator"));
        }
    }

    @Test
    void withoutAModelThereIsNothing() throws IOException {
        try (ConfigurableApplicationContext context = run(Application.class, "")) {
            assertEquals(0, context.getBeanNamesForType(TableModel.class).length);
            assertEquals(0, context.getBeanNamesForType(RecordScorer.class).length);
            assertEquals(0, context.getBeanNamesForType(VFlowMetrics.class).length);
            assertFalse(context.containsBean("vflowHealthIndicator"));
        }
    }

    @Test
    void aModelThatCannotBeUsedEndsTheStart() {
        Exception few = assertThrows(Exception.class, () -> run(Application.class, """
                vflow.model=file:trees.safetensors
                vflow.alarm-rate=0.0001
                vflow.warm-up=false
                """));
        assertTrue(causes(few).contains("needs at least 9999 calibration rows but there are 80"), causes(few));
        Exception none =
                assertThrows(Exception.class, () -> run(Application.class, "vflow.model=file:none.safetensors"));
        assertTrue(causes(none).contains("none.safetensors"), causes(none));
    }

    private static String causes(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }
}
