/** Learning rates over the steps of a training. {@code optim.step} has the optimizer. */
package io.github.vflow.nn.optim;
