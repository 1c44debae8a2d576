package io.github.vflow.tornado.lower;

/**
 * The kernels that a device can run.
 *
 * @param groups kernels with local memory and barriers
 * @param doubles kernels in double precision
 */
public record Abilities(boolean groups, boolean doubles) {}
