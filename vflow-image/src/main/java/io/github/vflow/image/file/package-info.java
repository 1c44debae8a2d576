/**
 * Readers of image files: IDX, CIFAR, NumPy, PNG and JPEG, recognised by content ({@link ImageFiles}).
 *
 * <p>A file that is cut short, damaged or something else is refused with what was found.
 */
package io.github.vflow.image.file;
