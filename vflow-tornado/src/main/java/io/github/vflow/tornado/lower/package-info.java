/** Lowering: turns a program into calls of kernels on one planned array. Start with {@link TaskLowering}. */
package io.github.vflow.tornado.lower;
