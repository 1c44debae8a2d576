/**
 * The contracts of the parts of a model, which a custom part implements: {@link io.github.vflow.flow.part.Bijector}, {@link
 * io.github.vflow.flow.part.Transformer}, {@link io.github.vflow.flow.part.Base} and {@link io.github.vflow.flow.part.Surjection}. {@code
 * io.github.vflow.flow.Parts} makes those that the library has.
 */
package io.github.vflow.flow.part;
