/** Bijectors that map each element by a fixed function; they accept rows and images. */
package io.github.vflow.flow.bijector.elementwise;
