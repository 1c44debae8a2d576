/** Measurements that need the vector engine's package-private workers, and so live in its package. */
package io.github.vflow.tensor.run;
