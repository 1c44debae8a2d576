/** An application on the module path. It requires one module of VFlow, and names no other. */
module sixlines {
    requires io.github.vflow.table;
}
