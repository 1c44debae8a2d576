/**
 * Parameters of a model in one flat array, declared by name in a {@link Scope}.
 *
 * <p>A program has all parameters as one input, so optimizers and files treat them as one array. {@link DataInit} sets them from a
 * batch. Start with {@link Parameters}.
 */
package io.github.vflow.nn;

import io.github.vflow.nn.init.data.DataInit;
