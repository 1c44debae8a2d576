import org.jspecify.annotations.NullMarked;

@NullMarked
module io.github.vflow.flow {
    requires transitive io.github.vflow.nn;
    requires static transitive org.jspecify;
}
