package io.github.vflow.flow.spec.image;

/**
 * q(z|x) of a VFlow of images.
 *
 * @param kind of distribution
 * @param flow its flow, if it has one
 */
public record ImagePosteriorSpec(ImagePosteriorKind kind, ConditionalSpec flow) {
    /** With another number of attention heads in its flow. */
    public ImagePosteriorSpec withHeads(int number) {
        return new ImagePosteriorSpec(kind, flow.withHeads(number));
    }
}
