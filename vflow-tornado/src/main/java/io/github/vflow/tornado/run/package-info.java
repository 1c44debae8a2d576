/**
 * Execution: devices, task graphs and the transfers between host and device.
 *
 * <p>A {@link TaskMachine} runs tasks; {@link Session} is the one that TornadoVM drives. Start with {@link TornadoExecutable}. Only this package
 * uses TornadoVM beyond what kernels need.
 */
package io.github.vflow.tornado.run;
