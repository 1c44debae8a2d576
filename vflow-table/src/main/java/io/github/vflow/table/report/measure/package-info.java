/**
 * Numbers behind the charts: shares, the difference of two distributions, the dependence of two columns.
 *
 * <p>Uses nothing but sorted numbers and ln Γ. NaN is a missing cell and takes no part. Start with {@link Difference}.
 */
package io.github.vflow.table.report.measure;
