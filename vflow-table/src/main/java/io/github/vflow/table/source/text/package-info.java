/**
 * Text of tables: numbers as text, tables as CSV on the way out, and characters that messages must not show.
 *
 * <p>Uses the JDK and FastCSV only. Exported to our own modules.
 */
package io.github.vflow.table.source.text;
