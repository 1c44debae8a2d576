/**
 * The header and the records of model files and checkpoints. Start with {@code Stored}.
 */
package io.github.vflow.flow.io.stored;
