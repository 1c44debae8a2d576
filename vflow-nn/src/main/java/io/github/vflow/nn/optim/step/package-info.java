/**
 * Steps of training, traced into the program: the optimizer, clipping and the moving average. Start with {@link
 * io.github.vflow.nn.optim.step.Adam}.
 */
package io.github.vflow.nn.optim.step;
