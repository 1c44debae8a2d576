/** Execution: devices, task graphs and the transfers between host and device. A {@link Machine} runs lowered programs. */
package io.github.vflow.tornado.run;
