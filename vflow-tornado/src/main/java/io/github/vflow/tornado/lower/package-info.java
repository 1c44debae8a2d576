/**
 * Turns a program into tasks: a kernel, the offset of its words and its work items.
 *
 * <p>Start with {@link TaskLowering}. Runs of elementwise operations become one task each ({@link Chains}); products and convolutions share one
 * kernel ({@link Products}). Uses the memory plan of the tensor module, and knows nothing of TornadoVM.
 */
package io.github.vflow.tornado.lower;
