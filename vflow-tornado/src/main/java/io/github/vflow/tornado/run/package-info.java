/** Execution: devices, task graphs and the transfers between host and device. A {@link TaskMachine} runs lowered programs. */
package io.github.vflow.tornado.run;
