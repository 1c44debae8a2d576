package io.github.vflow.serve.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may come in and who waits, bodies and their room, each after it was given back, too. */
final class GateTest {
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(4));

    private static Limits limits(int body, int running, int waiting) {
        return new Limits(body, 10, Duration.ofMinutes(4), running, waiting);
    }

    private static void assertRefused(int status, String reason, Executable of) {
        Refusal refusal = assertThrows(Refusal.class, of);
        assertEquals(status, refusal.status());
        assertEquals(reason, refusal.reason());
    }

    @Test
    void someRunSomeWaitAndTheOthersAreRefused() throws InterruptedException {
        Gate gate = new Gate(limits(1, 2, 1));
        gate.enter(LATER);
        gate.enter(LATER);
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch ends = new CountDownLatch(1);
        Thread third = Thread.ofVirtual().start(() -> {
            gate.enter(LATER);
            inside.incrementAndGet();
            gate.leave();
            ends.countDown();
        });
        while (gate.waiting() == 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 5; i++) {
            assertRefused(429, "more than 1 requests wait already; try again later", () -> gate.enter(LATER));
            assertEquals(1, gate.waiting(), "a refused request waits no more");
        }
        assertEquals(0, inside.get());
        gate.leave();
        ends.await();
        third.join();
        assertEquals(1, inside.get());
        assertEquals(0, gate.waiting());
        gate.enter(LATER);
        Deadline soon = Deadline.in(Duration.ofMillis(20));
        assertRefused(503, "the requests before this one take too long; try again later", () -> gate.enter(soon));
        assertEquals(0, gate.waiting(), "nor does one whose time is over");
    }

    @Test
    void bodiesTakeRoomAndGiveItBack() throws IOException {
        Limits limits = limits(100, 1, 1);
        Gate gate = new Gate(limits);
        gate.hold(350);
        try (Body body = new Body(gate, limits)) {
            assertRefused(
                    429,
                    "the bodies of other requests take all the room; try again later",
                    () -> body.read(new ByteArrayInputStream(new byte[100]), 100, LATER));
            assertFalse(body.isRead());
        }
        for (int i = 0; i < 10; i++) {
            try (Body body = new Body(gate, limits)) {
                assertEquals(50, body.read(new ByteArrayInputStream(new byte[50]), 50, LATER).length);
                assertTrue(body.isRead());
            }
        }
        gate.free(350);
        gate.hold(400);
        assertThrows(Refusal.class, () -> gate.hold(1));
    }

    @Test
    void aBodyHasAtMostTheLength() throws IOException {
        Limits limits = limits(100, 1, 1);
        Gate gate = new Gate(limits);
        for (long length : new long[] {101, -1}) {
            try (Body body = new Body(gate, limits)) {
                assertRefused(
                        413,
                        "a body may have at most 100 bytes; send fewer rows at a time",
                        () -> body.read(new ByteArrayInputStream(new byte[101]), length, LATER));
            }
        }
        try (Body body = new Body(gate, limits)) {
            assertEquals(100, body.read(new ByteArrayInputStream(new byte[100]), -1, LATER).length);
        }
        try (Body body = new Body(gate, limits)) {
            assertEquals(0, body.read(InputStream.nullInputStream(), 0, LATER).length);
        }
    }

    private static Headers headers(String host, String origin, String authorization) {
        Headers headers = new Headers();
        headers.set("Host", host);
        if (!origin.isEmpty()) {
            headers.set("Origin", origin);
        }
        if (!authorization.isEmpty()) {
            headers.set("Authorization", authorization);
        }
        return headers;
    }

    @Test
    void programsOfThisMachineMayAskByItsName() {
        Access local = Access.of(Optional.empty(), true);
        for (String host : new String[] {"localhost", "LocalHost:80", "127.0.0.1:8080", "[::1]", "[::1]:8080"}) {
            assertDoesNotThrow(() -> local.check(headers(host, "", "")), host);
        }
        for (String host : new String[] {"", "example.org", "localhost.example.org", "127.0.0.2:8080", "[::2]:80"}) {
            assertRefused(
                    403,
                    "without a token, the service is for this machine: ask localhost",
                    () -> local.check(headers(host, "", "")));
        }
        Access open = Access.of(Optional.empty(), false);
        assertDoesNotThrow(() -> open.check(headers("example.org", "https://example.org", "")));
        for (String origin : new String[] {"https://evilexample.org", "https://example.org:1", "null"}) {
            assertRefused(
                    403, "pages of other sites may not ask", () -> open.check(headers("example.org", origin, "")));
        }
    }

    @Test
    void aTokenIsTheWholeToken() {
        Access secret = Access.of(Optional.of("word"), true);
        assertDoesNotThrow(() -> secret.check(headers("example.org", "", "Bearer word")));
        for (String wrong : new String[] {"", "word", "Bearer", "Bearer wor", "Bearer words", "Basic bWU6d29yZA=="}) {
            assertRefused(
                    401,
                    "the token is missing or wrong; send the header Authorization: Bearer TOKEN",
                    () -> secret.check(headers("localhost", "", wrong)));
        }
    }
}
