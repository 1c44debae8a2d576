/** Failures of shapes: {@link io.github.vflow.tensor.shape.check.ShapeException}, which others see as an IllegalArgumentException. */
package io.github.vflow.tensor.shape.check;
