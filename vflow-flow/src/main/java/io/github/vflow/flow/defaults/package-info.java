/**
 * The numbers that decide how a flow is trained, mixed and evaluated unless the caller decides: each with the reason and its measurement.
 *
 * <p>This package uses no other one, and all others may use it. A test writes {@code docs/reference/defaults.md} from it. Start with {@link
 * TrainingDefaults}.
 */
package io.github.vflow.flow.defaults;
