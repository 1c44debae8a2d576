/**
 * The views of a verdict. It has no scores, which are in {@code io.github.vflow.table.score}.
 *
 * <p>Uses nothing. Exported.
 */
package io.github.vflow.table.view;
