package io.github.vflow.tensor.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Kernels stay small. The JIT keeps a vector in a register only while it can inline everything done to it; past a size
 * it gives up (HotSpot's DesiredMethodLimit is 8,000 bytes of bytecode with all that is inlined), and every vector
 * becomes an object. Nothing fails then, except speed.
 */
final class BytecodeSizeTest {
    private static final int LIMIT = 1_500;

    /** A method that takes or returns a vector has to be inlined, which a larger one never is (HotSpot's FreqInlineSize). */
    private static final int VECTOR_LIMIT = 325;

    @Test
    void noKernelIsTooLargeForTheCompiler() throws IOException, URISyntaxException {
        Path classes = Path.of(VectorKernels.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(VectorKernels.class.getPackageName().replace('.', '/'));
        List<String> tooLarge = new ArrayList<>();
        int methods = 0;
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                for (MethodModel m : ClassFile.of().parse(file).methods()) {
                    int size =
                            m.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
                    methods++;
                    boolean vectors = m.methodType().stringValue().contains("jdk/incubator/vector");
                    if (size > (vectors ? VECTOR_LIMIT : LIMIT)) {
                        tooLarge.add(file.getFileName() + " " + m.methodName().stringValue() + ": " + size + " bytes");
                    }
                }
            }
        }
        assertTrue(methods > 300, "found only " + methods + " methods in " + classes);
        assertEquals(List.of(), tooLarge, "split these, or the compiler will put every vector on the heap");
    }
}
