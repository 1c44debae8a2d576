package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vflow.nn.json.JsonValue;
import org.junit.jupiter.api.Test;

/** Spark's Jackson 2 and the library's Jackson 3 share the jar of annotations, whose version must suit both. */
class JacksonTest {
    @Test
    void theAnnotationsAreThoseOfBoth() {
        String version = JsonProperty.class.getPackage().getImplementationVersion();
        assertEquals(
                "2.21",
                version,
                "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION()
                        + " brings other annotations of Jackson: see whether Jackson 3 works with them");
        assertEquals("{\"a\":1}", JsonValue.parse("{\"a\": 1}").toString().replace(" ", ""));
    }
}
