/**
 * Specifications, plans and fits as strict JSON.
 *
 * <p>Each record has one mapping, which writes and reads it component by component in their order.
 */
package io.github.vflow.flow.io.json;
