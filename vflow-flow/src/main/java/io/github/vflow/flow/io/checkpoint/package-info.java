/**
 * Files that a stopped training goes on from. Start with {@link io.github.vflow.flow.io.checkpoint.Checkpoint}.
 */
package io.github.vflow.flow.io.checkpoint;
