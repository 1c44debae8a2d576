/**
 * Specifications, plans and fits as strict JSON.
 *
 * <p>Each class writes and reads records component by component: whoever adds a component adds a line to both methods.
 */
package io.github.vflow.flow.io.json;
