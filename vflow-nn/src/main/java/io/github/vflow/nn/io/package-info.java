/** The exception of all readers of files, {@link FileFormatException}. */
package io.github.vflow.nn.io;
