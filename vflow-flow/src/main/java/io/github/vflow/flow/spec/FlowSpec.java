package io.github.vflow.flow.spec;

/** The architecture of one flow, on rows or on images. */
public sealed interface FlowSpec extends Spec permits RowSpec, ImageSpec {}
