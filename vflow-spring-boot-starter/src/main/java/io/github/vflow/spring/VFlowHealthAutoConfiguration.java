package io.github.vflow.spring;

import io.github.vflow.serve.VFlowMetrics;
import io.github.vflow.table.TableModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of a model, where Spring Boot has health. */
@AutoConfiguration(after = VFlowAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("vflow")
final class VFlowHealthAutoConfiguration {
    /** Up with a model; the details name it and its state of drift, which is no reason to be down. */
    @Bean
    @ConditionalOnMissingBean(name = "vflowHealthIndicator")
    @ConditionalOnBean(TableModel.class)
    HealthIndicator vflowHealthIndicator(TableModel model, ObjectProvider<VFlowMetrics> metrics) {
        return () -> {
            Health.Builder up = Health.up().withDetail("model", model.toString());
            metrics.stream()
                    .flatMap(m -> m.drift().stream())
                    .forEach(report -> up.withDetail("drift", report.toString()));
            return up.build();
        };
    }
}
