/** Densities in the plane, with samples without end. */
package io.github.vflow.flow.data.toy;
