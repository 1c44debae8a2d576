/** Comparison of the engines with numbers that another implementation computed. */
package io.github.vflow.cli.conformance;
