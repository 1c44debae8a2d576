/** Densities of tables: the door for those who have rows. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.table {
    requires transitive io.github.vflow.flow;
    requires static transitive org.jspecify;

    exports io.github.vflow.table;
}
