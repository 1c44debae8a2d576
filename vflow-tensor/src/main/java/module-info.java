import org.jspecify.annotations.NullMarked;

@NullMarked
module io.github.vflow.tensor {
    requires ejml.core;
    requires ejml.ddense;
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;
}
