/**
 * The command {@code import} ({@link Import}), and the published model of CIFAR-10 from the TensorFlow checkpoint of its authors
 * ({@link PublishedModel}).
 *
 * <p>{@code TensorBundle} reads the V2 format of TensorFlow: {@code SortedTable} and {@code Block} the index,
 * {@code BundleEntry} an entry of it. {@code PublishedNames} has the names of the authors' graph. This package needs no
 * TensorFlow; only the command writes a file.
 */
package io.github.vflow.lab.tensorflow;
