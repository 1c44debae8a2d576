package io.github.vflow.spark.internal.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a training: accepts their connections, lends each to one shard at a time, and gives the shard of a lost worker to another. Every
 * wait has a limit. Thread-safe.
 */
final class Crew implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** The most workers that a shard may lose: with more, the shard itself is the likely cause, as with failures of a Spark task. */
    private static final int MOST_LOST = 4;

    private static final List<String> ENCRYPTED = List.of(
            "spark.network.crypto.enabled",
            "spark.authenticate.enableSaslEncryption",
            "spark.ssl.enabled",
            "spark.ssl.rpc.enabled");

    private static final int SECRET_BYTES = 32;
    private static final int GREETING_MILLIS = 10_000;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SparkContext context;
    private final CrewPlan plan;
    private final String secret;
    private final IdleLinks idle = new IdleLinks();
    private final Set<String> present = new ConcurrentSkipListSet<>();
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lost = new AtomicInteger();
    private @Nullable ServerSocket server;
    private @Nullable WorkerJob job;
    private volatile boolean closed;
    private volatile int workers;

    Crew(SparkContext context, CrewPlan plan) {
        this.context = context;
        this.plan = plan;
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random);
    }

    CrewPlan plan() {
        return plan;
    }

    /** A piece of work for a worker. */
    interface Task {
        /** Does the work; an {@link IOException} says that the worker is lost. */
        void on(Link worker) throws IOException;
    }

    /**
     * Listens, and starts the workers; a second call does nothing.
     *
     * @throws IllegalStateException if the driver cannot listen, or the cluster encrypts its connections
     */
    synchronized void start(int number, WorkerTasks tasks) {
        if (server != null) {
            return;
        }
        requirePlainNetwork(context.getConf());
        workers = number;
        String host = context.getConf().get("spark.driver.host");
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(address(host), plan.port()));
            server = socket;
            Thread.ofVirtual().name("vflow-calls").start(() -> takeCalls(socket));
            int millis = Math.toIntExact(plan.timeout().toMillis());
            job = new WorkerJob(context, tasks, new Worker(host, socket.getLocalPort(), secret, millis));
            LOG.info("Listens for {} workers on {}:{}", number, host, socket.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cluster: the driver cannot listen on " + host + ":" + plan.port() + " (" + e.getMessage()
                            + "); choose another port, or set spark.driver.host",
                    e);
        }
    }

    /** These sockets are not encrypted; refuses to start if Spark requires encryption. */
    static void requirePlainNetwork(SparkConf conf) {
        for (String key : ENCRYPTED) {
            if (conf.getBoolean(key, false)) {
                throw new IllegalStateException("cluster: the connections to workers are not encrypted but " + key
                        + " is true; train on the driver alone with numWorkers 0");
            }
        }
    }

    /** The address to listen on, as Spark's own server does. */
    private InetAddress address(String host) throws IOException {
        return InetAddress.getByName(context.getConf().get("spark.driver.bindAddress", host));
    }

    private void takeCalls(ServerSocket socket) {
        while (!closed) {
            try {
                Socket call = socket.accept();
                Thread.ofVirtual().start(() -> greet(call));
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("A worker's call failed: {}", e.toString());
                }
            }
        }
    }

    private void greet(Socket call) {
        try {
            Wire wire = new Wire(call, GREETING_MILLIS);
            byte[] expected = secret.getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(wire.readBytes(expected.length), expected)) {
                LOG.warn("Refused a call from {} without the secret of this training", call.getRemoteSocketAddress());
                wire.close();
                return;
            }
            int rank = wire.readInt();
            String host = wire.readText();
            String refusal = wire.readText();
            if (!refusal.isEmpty()) {
                wire.close();
                idle.refuse(refusal);
                return;
            }
            Link link = new Link(wire, rank, rank + " on " + host + ":" + call.getPort());
            wire.timeout(Math.toIntExact(plan.timeout().toMillis()));
            present.add(link.name());
            LOG.info("Worker {} is there", link.name());
            idle.add(link);
        } catch (IOException e) {
            LOG.warn("A worker's call from {} broke: {}", call.getRemoteSocketAddress(), e.toString());
            hangUp(call);
        }
    }

    private static void hangUp(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            LOG.debug("{} was closed before", end, e);
        }
    }

    /**
     * Runs a task on a free worker, and on another one if that is lost.
     *
     * @param what the shard, for messages
     * @throws IllegalStateException if no worker does it in time; the message says why
     */
    void run(Task task, String what) {
        run(_ -> true, task, what);
    }

    /** Runs a task as {@link #run} does, on the worker of a rank. */
    void runOn(int rank, Task task, String what) {
        run(link -> link.rank() == rank, task, what + " of worker " + rank);
    }

    private void run(Predicate<Link> suits, Task task, String what) {
        for (int i = 0; i < MOST_LOST; i++) {
            Link link = take(suits, what);
            try {
                link.forget(gone);
                task.on(link);
                idle.add(link);
                return;
            } catch (IOException e) {
                drop(link, what, e);
            } catch (RuntimeException e) {
                idle.add(link);
                throw e;
            }
        }
        throw new IllegalStateException(
                "cluster: " + what + " has lost " + MOST_LOST
                        + " workers one after another; look into the executors' logs for why they end, such as too little memory");
    }

    private Link take(Predicate<Link> suits, String what) {
        try {
            return idle.take(suits, plan.timeout())
                    .orElseThrow(() -> new IllegalStateException(missing(what), job == null ? null : job.failure()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("cluster: interrupted while " + what + " waited for a worker", e);
        }
    }

    private String missing(String what) {
        @Nullable Throwable failure = job == null ? null : job.failure();
        return "cluster: " + what + " has waited " + plan.timeout().toSeconds() + " s for one of " + workers
                + " workers, but "
                + (present.isEmpty()
                        ? "none is connected"
                        : "of those connected, " + new TreeSet<>(present) + ", none is free")
                + " and " + lost.get() + " were lost; the cluster must have a free slot for each worker, and executors"
                + " must reach the driver on " + context.getConf().get("spark.driver.host")
                + "; set fewer workers, stop other jobs, or raise the timeout"
                + (failure == null ? "" : ". The job of the workers failed last with: " + failure.getMessage());
    }

    private void drop(Link link, String what, IOException why) {
        present.remove(link.name());
        lost.incrementAndGet();
        LOG.warn("Lost worker {} at {} ({}); another one takes it", link.name(), what, why.toString());
        hangUp(link);
    }

    /** Frees a program on each worker when the worker is next used. */
    void forget(long program) {
        gone.add(program);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.takeAll().forEach(Crew::end);
        if (server != null) {
            hangUp(server);
        }
        if (job != null) {
            job.end(FAREWELL);
        }
    }

    private static void end(Link worker) {
        try (worker) {
            worker.end();
        } catch (IOException e) {
            LOG.debug("Worker {} was gone before its end", worker.name(), e);
        }
    }
}
