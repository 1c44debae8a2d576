package io.github.vflow.tensor.kernel.operand;

/**
 * The layout of a head of attention with four or eight features, for a block of queries and keys. Either queries or keys are in
 * rows as the program has them, features side by side. The others are in the lanes of panels, where feature c is at + c·row.
 *
 * @param width features, four or eight
 * @param count queries or keys in rows
 * @param position stride between them
 * @param result stride between their results or cotangents
 * @param lanes queries or keys in the lanes: a multiple of {@link Limits#BLOCK}; for gradients of four features, of half of it
 * @param row stride between features of a panel
 * @param apart stride between consecutive arrays; forward: max, sum and scale; backward: k, v, dk and dv
 * @param run for gradients, stride between blocks of slopes
 */
public record NarrowHead(int width, int count, int position, int result, int lanes, int row, int apart, int run) {}
