/**
 * Checks of bijectors and models against the laws of flows, a user's own too.
 *
 * <p>{@link BijectorAudit} is for tests, {@link ModelAudit} for trained models.
 */
package io.github.vflow.flow.audit;
