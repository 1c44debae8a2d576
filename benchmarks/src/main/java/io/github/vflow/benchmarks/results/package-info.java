/** Results of long benchmarks: lines of a CSV file that a later run does not compute again, and the time that is left. */
package io.github.vflow.benchmarks.results;
