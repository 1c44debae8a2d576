/**
 * Attention: softmax over blocks of scores, and whole passes for heads of four or eight features. {@link VectorAttention} is the door.
 */
package io.github.vflow.tensor.vector.attention;
