/** The commands of the lab ({@link LabCommands}): each has a package of its own, {@code conformance} and {@code tensorflow}. */
package io.github.vflow.lab;
