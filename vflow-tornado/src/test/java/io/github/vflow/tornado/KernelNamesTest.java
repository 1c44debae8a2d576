package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tornado.kernel.AttentionBackward;
import io.github.vflow.tornado.kernel.AttentionBackwardTiles;
import io.github.vflow.tornado.kernel.AttentionForward;
import io.github.vflow.tornado.kernel.AttentionForwardTiles;
import io.github.vflow.tornado.kernel.ChainElements;
import io.github.vflow.tornado.kernel.Elimination;
import io.github.vflow.tornado.kernel.LogOdds;
import io.github.vflow.tornado.kernel.Mail;
import io.github.vflow.tornado.kernel.MixtureRoot;
import io.github.vflow.tornado.kernel.ProductElements;
import io.github.vflow.tornado.kernel.ProductTiles;
import io.github.vflow.tornado.kernel.Reduce;
import io.github.vflow.tornado.kernel.Tree;
import io.github.vflow.tornado.lower.Kernel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.KernelContext;

/** Rules of kernels whose breach TornadoVM does not report. */
final class KernelNamesTest {
    private static final List<Class<?>> CLASSES = List.of(
            AttentionForward.class,
            AttentionBackward.class,
            AttentionBackwardTiles.class,
            AttentionForwardTiles.class,
            ChainElements.class,
            Elimination.class,
            LogOdds.class,
            Mail.class,
            MixtureRoot.class,
            ProductElements.class,
            Reduce.class,
            ProductTiles.class,
            Tree.class);

    private static Stream<Method> kernels() {
        return CLASSES.stream()
                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                .filter(m -> Arrays.asList(m.getParameterTypes()).contains(KernelContext.class));
    }

    /** One that is named like a function of OpenCL can take the JVM down. */
    @Test
    void namesAreNobodyElses() {
        assertEquals(Kernel.values().length + 1, kernels().count(), "a kernel for each kind, and the mail");
        kernels().forEach(m -> assertTrue(m.getName().startsWith("vf"), m::toString));
    }

    /** {@code @Reduce} gave wrong sums. */
    @Test
    void nothingIsAnnotated() {
        kernels()
                .forEach(m -> Arrays.stream(m.getParameterAnnotations())
                        .forEach(annotations -> assertEquals(0, annotations.length, m::toString)));
    }

    /** Otherwise what does not compile would run as sequential Java without a message. */
    @Test
    void bailingOutIsOff() {
        new TornadoEngine().missing();
        assertEquals("false", System.getProperty("tornado.recover.bailout"));
    }
}
