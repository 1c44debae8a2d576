/** Networks of residual blocks for rows: {@link io.github.vflow.nn.layer.residual.ResidualMlp}. */
package io.github.vflow.nn.layer.residual;
