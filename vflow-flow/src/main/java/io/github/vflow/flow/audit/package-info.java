/** Checks of bijectors, custom ones included, against the laws of flows. {@link BijectorAudit} is for tests. */
package io.github.vflow.flow.audit;
