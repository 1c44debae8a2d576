import org.jspecify.annotations.NullMarked;

@NullMarked
module io.github.vflow.examples {
    requires io.github.vflow.image;
    requires io.github.vflow.table;
    requires jdk.httpserver;
    requires static org.jspecify;
}
