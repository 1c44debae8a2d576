/** The optimizer, clipping, the moving average and learning rates, traced into the training program. */
package io.github.vflow.nn.optim;
