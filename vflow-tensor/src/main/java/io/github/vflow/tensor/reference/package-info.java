/**
 * The oracle: every operation as a plain loop in double precision.
 *
 * <p>All engines are tested against it, so it shares no kernel with them. {@link SquareMatrix} and {@link Logistics} are the
 * exceptions: exact small algebra that the vector engine uses too.
 */
package io.github.vflow.tensor.reference;
