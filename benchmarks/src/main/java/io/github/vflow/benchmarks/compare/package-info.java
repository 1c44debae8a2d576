/** The same work here, by OpenBLAS and by PyTorch, in turns and in one session. */
package io.github.vflow.benchmarks.compare;
