package io.github.vflow.flow.spec.image;

/**
 * r(u|x) of a model of images.
 *
 * @param kind of distribution
 * @param flow its flow, if it is {@link DequantizerKind#VARIATIONAL}
 */
public record DequantizerSpec(DequantizerKind kind, ConditionalSpec flow) {
    /** With another number of attention heads in its flow. */
    public DequantizerSpec withHeads(int number) {
        return new DequantizerSpec(kind, flow.withHeads(number));
    }
}
