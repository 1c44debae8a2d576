/** The commands of the lab ({@link LabCommands}): each has a package of its own. */
package io.github.vflow.lab;
