/** Tables as CSV, in and out, and text that is safe to print. */
package io.github.vflow.cli.format;
