/**
 * Readers of image files: IDX, CIFAR, NumPy, PNG and JPEG, recognised by content ({@link ImageFiles}).
 *
 * <p>Readers refuse truncated, damaged and unknown files, and say what they found.
 */
package io.github.vflow.image.file;
