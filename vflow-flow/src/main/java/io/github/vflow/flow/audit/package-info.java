/**
 * Checks of bijectors and models, a user's own included, against the laws of flows.
 *
 * <p>{@link BijectorAudit} is for tests, {@link ModelAudit} for trained models.
 */
package io.github.vflow.flow.audit;
