/** Tables with known anomalies, from files of NumPy or CSV, and their splits into training and test rows. */
package io.github.vflow.benchmarks.tables.data;
