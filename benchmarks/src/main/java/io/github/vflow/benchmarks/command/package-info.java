/** How the commands of benchmarks start. */
package io.github.vflow.benchmarks.command;
