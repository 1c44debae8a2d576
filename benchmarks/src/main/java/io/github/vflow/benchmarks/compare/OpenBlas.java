package io.github.vflow.benchmarks.compare;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandleProxies;
import java.util.List;
import java.util.Optional;

/** OpenBLAS on one thread, in this process. */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class OpenBlas {
    static final String INSTALL = "apt install libopenblas0-pthread";

    private static final String LIBRARY = "libopenblas.so.0";
    /** They choose a core type for OpenBLAS instead of the machine's own, so the comparison goes without them. */
    static final List<String> CORE_TYPE_VARIABLES = List.of("OPENBLAS_CORETYPE", "NVPL_BLAS_DEBUG_CPU_TYPE");

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    private static final long LONGEST_NAME = 200;

    private final Sgemm sgemm;
    private final String description;

    /** int unsetenv(const char *). */
    public interface Unset {
        int unset(MemorySegment name);
    }

    /** void openblas_set_num_threads(int). */
    public interface SetThreads {
        void set(int number);
    }

    /** char *openblas_get_corename(void) and the like. */
    public interface Text {
        MemorySegment get();
    }

    /** C ← α·A·B + β·C, of cblas.h. */
    public interface Sgemm {
        void multiply(
                int order,
                int transposeA,
                int transposeB,
                int m,
                int n,
                int k,
                float alpha,
                MemorySegment a,
                int lda,
                MemorySegment b,
                int ldb,
                float beta,
                MemorySegment c,
                int ldc);
    }

    private OpenBlas(SymbolLookup library) {
        bind(library, "openblas_set_num_threads", SetThreads.class, FunctionDescriptor.ofVoid(JAVA_INT))
                .set(1);
        sgemm = bind(
                library,
                "cblas_sgemm",
                Sgemm.class,
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT));
        description = text(library, "openblas_get_config") + ", core type " + text(library, "openblas_get_corename");
    }

    /** The library, if it is installed. */
    static Optional<OpenBlas> find() {
        Linker linker = Linker.nativeLinker();
        Unset unset = bind(linker.defaultLookup(), "unsetenv", Unset.class, FunctionDescriptor.of(JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            // the library reads its environment when it is loaded
            CORE_TYPE_VARIABLES.forEach(v -> unset.unset(arena.allocateFrom(v)));
        }
        try {
            return Optional.of(new OpenBlas(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    private static <T> T bind(SymbolLookup library, String name, Class<T> type, FunctionDescriptor descriptor) {
        MemorySegment function = library.findOrThrow(name);
        return MethodHandleProxies.asInterfaceInstance(
                type, Linker.nativeLinker().downcallHandle(function, descriptor));
    }

    private static String text(SymbolLookup library, String name) {
        return bind(library, name, Text.class, FunctionDescriptor.of(ADDRESS))
                .get()
                .reinterpret(LONGEST_NAME)
                .getString(0);
    }

    /** Version, build and the core type in use. */
    String description() {
        return description;
    }

    /** c = a·b, row-major; or aᵀ·b, where a is stored [k, m]. */
    final class Product {
        private final int m;
        private final int n;
        private final int k;
        private final boolean transposed;
        private final MemorySegment a;
        private final MemorySegment b;
        private final MemorySegment c;

        Product(int m, int n, int k, boolean transposed, float[] a, float[] b) {
            this.m = m;
            this.n = n;
            this.k = k;
            this.transposed = transposed;
            this.a = copy(a);
            this.b = copy(b);
            this.c = copy(new float[m * n]);
        }

        private static MemorySegment copy(float[] values) {
            MemorySegment s = Arena.ofAuto().allocate((long) Float.BYTES * values.length, 64);
            return s.copyFrom(MemorySegment.ofArray(values));
        }

        void run() {
            sgemm.multiply(
                    ROW_MAJOR,
                    transposed ? TRANSPOSE : NO_TRANSPOSE,
                    NO_TRANSPOSE,
                    m,
                    n,
                    k,
                    1,
                    a,
                    transposed ? m : k,
                    b,
                    n,
                    0,
                    c,
                    n);
        }

        float[] result() {
            run();
            return c.toArray(JAVA_FLOAT);
        }
    }
}
