package io.github.vflow.tornado.lower;

/**
 * What kernels may be used.
 *
 * @param groups those with local memory and barriers
 * @param doubles those in double precision
 */
public record Abilities(boolean groups, boolean doubles) {}
