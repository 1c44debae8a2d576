/** A model of a table in Spring Boot. Start with {@link io.github.vflow.spring.VFlowAutoConfiguration}. */
@NullMarked
package io.github.vflow.spring;

import org.jspecify.annotations.NullMarked;
