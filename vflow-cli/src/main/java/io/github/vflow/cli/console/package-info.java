/**
 * What the user sees: results and progress ({@link Console}, {@link ProgressMeter}), errors in one line ({@link Failure}), text for
 * numbers and enums, and checks of option values and output files.
 *
 * <p>Uses {@code format} for printable text; knows no model and no data.
 */
package io.github.vflow.cli.console;
