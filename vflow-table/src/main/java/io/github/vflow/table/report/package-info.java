/**
 * A page about a model, for people who decide whether to use it.
 *
 * <p>Start with {@link io.github.vflow.table.report.Report}. A {@code Study} draws samples and scores rows; each section makes a part of the
 * page from it; charts are SVG, written by hand. The packages below are not exported.
 */
package io.github.vflow.table.report;
