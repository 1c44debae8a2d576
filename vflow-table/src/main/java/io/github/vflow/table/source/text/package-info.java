/**
 * Text of tables: numbers as text, and characters that messages must not show.
 *
 * <p>Uses the JDK only. Exported to our own modules.
 */
package io.github.vflow.table.source.text;
