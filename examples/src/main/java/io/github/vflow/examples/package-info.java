/** Examples of the library. Start with {@link TrainOnRows}. */
package io.github.vflow.examples;
