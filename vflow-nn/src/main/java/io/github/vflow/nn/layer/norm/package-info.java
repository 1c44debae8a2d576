/** Regularisation of layers: {@link io.github.vflow.nn.layer.norm.LayerNorm} and {@link io.github.vflow.nn.layer.norm.Dropout}. */
package io.github.vflow.nn.layer.norm;
