/**
 * What is decided before a table trains: which rows do what, which members train and for how long. It trains nothing. Start with {@code Planner}.
 */
package io.github.vflow.table.plan;
