/** Lowering: turns a program into calls of kernels on one planned array. Start with {@link Lowering}. */
package io.github.vflow.tornado.lower;
