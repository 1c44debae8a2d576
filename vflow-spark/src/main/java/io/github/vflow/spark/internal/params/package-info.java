/**
 * The parameters of estimator and model, in the conventions of Spark ML. Start with {@link io.github.vflow.spark.internal.params.SharedParams}.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.params;

import org.jspecify.annotations.NullMarked;
