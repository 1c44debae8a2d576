/** Common parts of engines: argument checks with the same messages everywhere, and the arrays that shards share. For our own modules. */
package io.github.vflow.tensor.engine.spi;
