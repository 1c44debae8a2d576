package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.nn.json.JsonValue;
import org.junit.jupiter.api.Test;

/** Spark has Jackson 2, the library the streaming core of Jackson 3. They share no class, so any Spark 4 will do. */
class JacksonTest {
    @Test
    void bothVersionsLiveSideBySide() {
        assertEquals(2, com.fasterxml.jackson.core.json.PackageVersion.VERSION.getMajorVersion());
        assertEquals(3, tools.jackson.core.json.PackageVersion.VERSION.getMajorVersion());
        assertEquals(
                "{\"a\":1}", JsonValue.parse("{\"a\": 1}").toString().replace(" ", ""), "the library reads its files");
    }
}
