package io.github.vflow.spring;

import io.github.vflow.serve.VFlowMetrics;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Beans of a model: the {@link TableModel} of the file {@code vflow.model}, its {@link RecordScorer} with alarms at the rate
 * {@code vflow.alarm-rate}, its {@link VFlowMetrics} if there is a registry of meters, and a health indicator {@code vflow}. A bean of the
 * application takes the place of each.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(VFlowProperties.class)
public final class VFlowAutoConfiguration {
    /**
     * The model of the file.
     *
     * @throws IOException if the file cannot be read, or is no model of a table
     */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("vflow.model")
    TableModel vflowModel(VFlowProperties properties) throws IOException {
        try (InputStream in = Objects.requireNonNull(properties.model()).getInputStream()) {
            TableModel model = TableModel.read(in);
            if (properties.warmUp()) {
                model.warmUp();
            }
            return model;
        }
    }

    /**
     * The scorer of the model.
     *
     * @throws IllegalArgumentException if the model has too few calibration rows for the rate
     */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TableModel.class)
    RecordScorer vflowScorer(TableModel model, VFlowProperties properties) {
        RecordScorer plain = RecordScorer.of(model);
        Double rate = properties.alarmRate();
        return rate == null ? plain : plain.withAlarm(model.alarm(rate));
    }

    /** The meters of the model, which {@link VFlowMetrics#add} feeds. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean({TableModel.class, MeterRegistry.class})
    VFlowMetrics vflowMetrics(TableModel model, MeterRegistry registry) {
        return VFlowMetrics.bind(model, registry);
    }
}
