/**
 * The numbers that decide about the model of a table and its answers unless the caller decides: each with the reason and its measurement.
 *
 * <p>This package uses no other one, and all others may use it. A test writes {@code docs/reference/defaults.md} from it. Start with {@link
 * MemberDefaults}.
 */
package io.github.vflow.table.defaults;
