/** JMH benchmarks of kernels, training steps and scoring, each with a check of its values. */
package io.github.vflow.benchmarks;
