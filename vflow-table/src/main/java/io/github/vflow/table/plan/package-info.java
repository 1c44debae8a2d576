/**
 * Decisions before a table trains: the use of each row, the members and their lengths. It trains nothing. Start with {@code Planner}.
 */
package io.github.vflow.table.plan;
