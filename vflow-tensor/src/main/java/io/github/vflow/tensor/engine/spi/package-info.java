/**
 * Common parts of engines: argument checks with the same messages everywhere, the arrays that shards share, and the threads that jobs side by side leave
 * idle. For our own modules.
 */
package io.github.vflow.tensor.engine.spi;
