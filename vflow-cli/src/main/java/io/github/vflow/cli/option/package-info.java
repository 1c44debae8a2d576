/**
 * Groups of options that commands share as picocli mixins: data, architecture, training plan, engine, importance samples.
 *
 * <p>Each group checks its values and returns what the library takes: a spec, a plan, an engine.
 */
package io.github.vflow.cli.option;
