/** A default file system in which one call fails: {@code Faults} counts and fails, {@code FailingProvider} is what the JVM is given. */
package io.github.vflow.cli.failing;
