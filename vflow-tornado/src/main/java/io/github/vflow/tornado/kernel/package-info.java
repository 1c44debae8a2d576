/** The kernels that TornadoVM compiles: few, general ones, which read what to do from an array of words ({@link Code}). */
package io.github.vflow.tornado.kernel;
