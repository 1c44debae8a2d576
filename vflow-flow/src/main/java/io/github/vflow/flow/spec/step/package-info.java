/**
 * Steps of flows as specifications name them: kinds of steps, linear maps and couplings, and the networks that make their parameters.
 *
 * <p>Each enum here is where specifications, and so the command line, name a kind: a new kind takes one line in it.
 */
package io.github.vflow.flow.spec.step;
