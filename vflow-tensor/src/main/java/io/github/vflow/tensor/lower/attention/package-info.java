/**
 * Steps for attention and its gradient, one head and some queries at a time.
 *
 * <p>Start reading at {@link AttentionSteps}. Heads of four or eight features go the way of {@code NarrowLayout}, with positions in the
 * lanes; wider heads go the way of {@code WideLayout}, by matrix products.
 */
package io.github.vflow.tensor.lower.attention;
