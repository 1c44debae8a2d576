/** Missing cells: weighted draws of their values. {@code fill} trains the density that integrates them out, and draws. */
package io.github.vflow.flow.missing;
