/**
 * Numbers behind the charts: the difference of two distributions, the range of alarms.
 *
 * <p>Uses nothing but sorted numbers and ln Γ. NaN is a missing cell and takes no part. Start with {@link Difference}.
 */
package io.github.vflow.table.report.measure;
