/** Audits of whole models: every layer, the total mass, float32 against double, and the round trip of images. */
package io.github.vflow.flow.audit.model;
