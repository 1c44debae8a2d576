package io.github.vflow.serve.exchange;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Requests, limits, deadlines and refusals apart from any server. */
final class RequestTest {
    private static Request request(String type, String body) {
        return new Request(
                "POST",
                "/score",
                Map.of("a", "TRUE", "b", "0", "c", "", "d", "yes"),
                type,
                body.getBytes(StandardCharsets.UTF_8),
                Deadline.in(Duration.ofMinutes(1)));
    }

    private static void assertRefused(int status, String reason, Executable of) {
        Refusal refusal = assertThrows(Refusal.class, of);
        assertEquals(status, refusal.status());
        assertEquals(reason, refusal.reason());
        Answer answer = Answer.of(refusal);
        assertEquals(status, answer.status());
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).startsWith("{\"error\":\""));
    }

    @Test
    void aBodyIsJsonUnlessItsTypeSaysOtherwise() {
        for (String type : new String[] {"", "application/json", "application/x-www-form-urlencoded", "text/json"}) {
            assertEquals("[1,\"ä\"]", request(type, " [1, \"ä\"] ").json().toString(), type);
        }
        assertRefused(
                415,
                "the body must be application/json or text/csv but is text/plain",
                () -> request("text/plain", "[]").json());
        assertRefused(400, "the body is empty; send JSON", () -> request("", "").json());
        Refusal refusal =
                assertThrows(Refusal.class, () -> request("", "{\n\"a\":").json());
        assertEquals(1, refusal.reason().lines().count(), refusal.reason());
        assertTrue(request("text/csv", "").isCsv());
        assertFalse(request("application/json", "").isCsv());
    }

    @Test
    void flagsAreTrueFalseOrLeftOut() {
        Request request = request("", "");
        assertTrue(request.flag("a") && request.flag("c"));
        assertFalse(request.flag("b") || request.flag("e"));
        assertRefused(400, "d must be true or false but is yes", () -> request.flag("d"));
        assertEquals(Optional.of("yes"), request.parameter("d"));
        assertEquals(Optional.empty(), request.parameter("e"));
    }

    @Test
    void asManyRowsAsAllowed() {
        Limits limits = Limits.usual().with(1_000, 3, Duration.ofSeconds(2), 7);
        assertDoesNotThrow(() -> limits.requireRows(3));
        assertRefused(413, "a request may have at most 3 rows but has 4; send parts", () -> limits.requireRows(4));
        assertEquals(4_000, limits.held());
        assertEquals(new Limits(1_000, 3, Duration.ofSeconds(2), Limits.usual().running(), 7), limits);
        assertEquals(16 * 1024 * 1024, Limits.usual().body());
        assertEquals(Duration.ofSeconds(30), Limits.usual().time());
    }

    @Test
    void aDeadlineEnds() {
        assertDoesNotThrow(() -> Deadline.in(Duration.ofMinutes(1)).check());
        Deadline over = new Deadline(System.nanoTime() - 1, Duration.ofMillis(1_500));
        assertEquals(Duration.ZERO, over.left());
        assertRefused(503, "the answer takes longer than 1.5 s; send fewer rows at a time", over::check);
        Duration left = Deadline.in(Duration.ofMinutes(1)).left();
        assertTrue(left.compareTo(Duration.ofSeconds(30)) > 0 && left.compareTo(Duration.ofMinutes(1)) <= 0);
    }
}
