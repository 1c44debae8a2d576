/** {@link Mapped}: the value of a map and its log-determinant, always together. */
package io.github.vflow.flow.map;
