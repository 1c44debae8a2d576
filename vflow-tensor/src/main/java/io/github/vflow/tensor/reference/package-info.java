/**
 * The oracle: the meaning of every operation as a plain loop in double precision.
 *
 * <p>All engines are tested against it, so it shares no numeric code with them: it uses {@code ir} and the contract in {@code engine} only.
 * Start reading at {@code Interpreter}.
 */
package io.github.vflow.tensor.reference;
