/**
 * The code that runs on the device: static methods that TornadoVM compiles once each.
 *
 * <p>A kernel reads words that tell it what to compute on which numbers of one array; each class lists its words. Kernels without barriers run
 * as plain Java too, work item after work item. {@code docs/reference/kernels.md} lists what TornadoVM gets wrong silently. Start with
 * {@link ChainElements} and {@link Code}.
 */
package io.github.vflow.tornado.kernel;
