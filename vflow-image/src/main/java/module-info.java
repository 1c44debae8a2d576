/** Images: readers of image files, pixels as the rows of a model, pictures, and the published model. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.image {
    requires transitive io.github.vflow.flow;
    requires transitive java.desktop;
    requires static transitive org.jspecify;

    exports io.github.vflow.image;
    exports io.github.vflow.image.file;
    exports io.github.vflow.image.plot;
    exports io.github.vflow.image.tensorflow;
}
