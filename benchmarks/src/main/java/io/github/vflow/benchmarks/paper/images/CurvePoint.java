package io.github.vflow.benchmarks.paper.images;

/**
 * The bits per dimension of a model at an evaluation in training, by the ELBO (VFlow paper, Eq. 7): upper bounds.
 *
 * @param epoch passes over the training images so far
 * @param training the mean over the batches since the evaluation before
 * @param validation the mean over the held-out images
 */
record CurvePoint(int epoch, double training, double validation) {}
