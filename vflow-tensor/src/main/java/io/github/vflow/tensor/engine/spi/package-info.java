/** Common parts of engines: checks of arguments, arrays that shards share, and threads that jobs side by side leave idle. For our own modules. */
package io.github.vflow.tensor.engine.spi;
