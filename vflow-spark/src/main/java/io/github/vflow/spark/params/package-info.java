/**
 * The parameters of estimator and model, in the conventions of Spark ML. Start with {@link io.github.vflow.spark.params.SharedParams}.
 */
@NullMarked
package io.github.vflow.spark.params;

import org.jspecify.annotations.NullMarked;
