/** The sizes of tensors, {@link Shape}, and the error where they do not fit. */
package io.github.vflow.tensor.shape;
