/** The door to the engines that run programs: {@link Engines}. */
package io.github.vflow.tensor.run;
