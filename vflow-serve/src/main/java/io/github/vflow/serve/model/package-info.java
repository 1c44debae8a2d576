/**
 * The models of a service: loaded from files, replaced when a file changes, watched.
 *
 * <p>Start with {@link io.github.vflow.serve.model.Models}.
 */
package io.github.vflow.serve.model;
