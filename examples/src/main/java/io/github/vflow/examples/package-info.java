/**
 * Examples of the library, one idea each. Start with {@link FitATable} and {@link Trees}; {@link Service} scores rows over HTTP. {@link OwnParts}
 * and {@link OwnObjective} bring parts along, {@link TheoremOne} is the paper's theorem as code, {@link VaeAsVFlow} its Section 4.
 */
package io.github.vflow.examples;
