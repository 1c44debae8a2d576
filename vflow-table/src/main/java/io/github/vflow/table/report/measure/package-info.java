/**
 * Numbers behind the charts: shares, the difference of two distributions, the dependence of two columns.
 *
 * <p>Uses nothing but the JDK and ln Γ. NaN is a missing cell and takes no part. Start with {@link io.github.vflow.table.report.measure.Ordered}.
 */
package io.github.vflow.table.report.measure;
