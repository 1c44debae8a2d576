/**
 * Which cells of a row are empty, beside the other cells. Start with {@code GapTree}. Uses rows of numbers alone.
 */
@org.jspecify.annotations.NullMarked
package io.github.vflow.table.gap;
