/**
 * The parts of specifications: plain numbers and names, as a model file stores them.
 *
 * <p>Each enum here is where specifications, and so the command line, name a kind of coupling, linear map, posterior or dequantizer:
 * whoever adds a kind adds one line to it. {@code RowSpec} and {@code ImageSpec} are made of these parts.
 */
package io.github.vflow.flow.spec;
