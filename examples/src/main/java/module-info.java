import org.jspecify.annotations.NullMarked;

@NullMarked
module io.github.vflow.examples {
    requires io.github.vflow.flow;
    requires static org.jspecify;
}
