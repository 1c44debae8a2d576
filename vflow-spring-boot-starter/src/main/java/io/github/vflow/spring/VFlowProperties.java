package io.github.vflow.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * The properties that begin with {@code vflow}.
 *
 * @param model the file of a model, such as {@code file:trees.safetensors}; null if a bean is the model
 * @param alarmRate the rate of false alarms of the scorer; null for scores without verdicts
 * @param warmUp whether the scores are compiled before the application is ready
 */
@ConfigurationProperties("vflow")
public record VFlowProperties(
        @Nullable Resource model,
        @Nullable Double alarmRate,
        @DefaultValue("true") boolean warmUp) {}
