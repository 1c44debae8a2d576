/**
 * Output of the command: results ({@link Facts}, {@link Console}), progress ({@link ProgressMeter}), errors in one line ({@link Failure}), text for
 * numbers and enums, and checks of option values and output files.
 *
 * <p>Uses {@code format} for printable text and {@code usage} for the rules of options; knows no model and no data.
 */
package io.github.vflow.cli.console;
