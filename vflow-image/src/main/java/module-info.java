/** Images: readers of image files, pixels as the rows of a model, and pictures. */
@SuppressWarnings("module") // the module that some packages are exported to is built after this one
@org.jspecify.annotations.NullMarked
module io.github.vflow.image {
    requires transitive io.github.vflow.flow;
    requires transitive java.desktop;
    requires static transitive org.jspecify;

    exports io.github.vflow.image;
    exports io.github.vflow.image.file;

    // For our own modules.
    exports io.github.vflow.image.plot to
            io.github.vflow.cli;
    exports io.github.vflow.image.row to
            io.github.vflow.cli;
}
