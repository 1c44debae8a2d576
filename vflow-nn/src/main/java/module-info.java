import org.jspecify.annotations.NullMarked;

@NullMarked
module io.github.vflow.nn {
    requires transitive io.github.vflow.tensor;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
}
