/**
 * Groups of options that commands share as picocli mixins: data, architecture, training plan, engine, importance samples.
 *
 * <p>Each group checks its values together and returns an argument of the library: a specification, a recipe, a plan, an engine.
 */
package io.github.vflow.cli.option;
