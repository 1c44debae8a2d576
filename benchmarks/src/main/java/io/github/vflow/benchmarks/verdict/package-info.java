/**
 * What verdicts on rows promise, checked on real tables: the rate of false alarms, the column that is to blame, false discoveries, and time.
 * {@link io.github.vflow.benchmarks.verdict.AnomalyVerdicts} is the command; start reading there.
 */
package io.github.vflow.benchmarks.verdict;
