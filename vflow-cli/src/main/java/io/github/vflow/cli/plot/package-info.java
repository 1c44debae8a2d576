/** Pictures as PNG: densities, samples, curves and grids of images. */
package io.github.vflow.cli.plot;
