/** Missing cells: training the density that integrates them out, and drawing values for them. */
package io.github.vflow.flow.missing;
