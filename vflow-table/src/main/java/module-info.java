/** Densities of tables: the door for those who have rows. */
@SuppressWarnings("requires-automatic") // Hardwood has no module descriptor; it is optional
@org.jspecify.annotations.NullMarked
module io.github.vflow.table {
    requires transitive io.github.vflow.flow;
    requires de.siegmar.fastcsv;
    requires static dev.hardwood.core;
    requires static transitive java.sql;
    requires static transitive org.jspecify;

    exports io.github.vflow.table;
    exports io.github.vflow.table.apply;
    exports io.github.vflow.table.drift;
    exports io.github.vflow.table.report;
    exports io.github.vflow.table.source;
    exports io.github.vflow.table.verdict;
}
