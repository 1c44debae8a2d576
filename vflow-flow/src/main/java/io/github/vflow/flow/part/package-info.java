/**
 * The contracts of the parts of a model, which a custom part implements: {@link io.github.vflow.flow.part.Bijector}, {@link
 * io.github.vflow.flow.part.Transformer}, {@link io.github.vflow.flow.part.Base} and {@link io.github.vflow.flow.part.Surjection}. {@code
 * io.github.vflow.flow.Parts} makes the parts of the library.
 */
package io.github.vflow.flow.part;
