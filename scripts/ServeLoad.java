import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Requests at a fixed rate to {@code vflow serve} on this machine: {@code java scripts/ServeLoad.java PID PORT CSV RATE SECONDS [ROWS [json|csv]]}.
 * Each of 16 connections sends at its times whether or not the last answer is late, and a latency counts from the time at which the request was
 * due. A rate of 0 sends the next request after the answer, from 2 connections. The first fifth of the time does not count.
 * The processor time of the process PID, the service, does not depend on other work of the machine as clocks do.
 */
final class ServeLoad {
    private static final int CONNECTIONS = 16;

    /** Requests that are made ready before the measurement, each of other rows. */
    private static final int BODIES = 200;

    private final int port;
    private final List<byte[]> requests;

    private ServeLoad(int port, List<byte[]> requests) {
        this.port = port;
        this.requests = requests;
    }


    public static void main(String... args) throws Exception {
        int rows = args.length > 5 ? Integer.parseInt(args[5]) : 1;
        boolean isCsv = args.length > 6 && args[6].equals("csv");
        int rate = Integer.parseInt(args[3]);
        int seconds = Integer.parseInt(args[4]);
        ProcessHandle service = ProcessHandle.of(Long.parseLong(args[0])).orElseThrow();
        ServeLoad load =
                new ServeLoad(Integer.parseInt(args[1]), requests(Files.readAllLines(Path.of(args[2])), rows, isCsv));
        int connections = rate == 0 ? 2 : CONNECTIONS;
        long begin = System.nanoTime() + 200_000_000;
        long from = begin + seconds * 200_000_000L;
        long end = begin + seconds * 1_000_000_000L;
        long[][] took = new long[connections][];
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            int own = c;
            double gap = rate == 0 ? 0 : 1e9 * connections / rate;
            long first = begin + (long) (gap * c / connections);
            threads.add(Thread.ofPlatform().start(() -> took[own] = load.send(own, first, gap, from, end)));
        }
        LockSupport.parkNanos(from - System.nanoTime());
        Duration before = service.info().totalCpuDuration().orElseThrow();
        for (Thread thread : threads) {
            thread.join();
        }
        Duration used = service.info().totalCpuDuration().orElseThrow().minus(before);
        long[] all = Arrays.stream(took).flatMapToLong(Arrays::stream).sorted().toArray();
        double time = (end - from) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "%d requests, %.0f a second, %.0f rows a second; service %.1f µs of a processor a row; ms: least %.3f, p50 %.3f, p90 %.3f, p99 %.3f, p99.9 %.3f, most %.1f; load %s%n",
                all.length,
                all.length / time,
                all.length * (double) rows / time,
                used.toNanos() * 1e-3 / all.length / rows,
                at(all, 0),
                at(all, 0.5),
                at(all, 0.9),
                at(all, 0.99),
                at(all, 0.999),
                at(all, 1),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static double at(long[] sorted, double q) {
        return sorted[(int) Math.min(sorted.length - 1, q * sorted.length)] * 1e-6;
    }

    private static List<byte[]> requests(List<String> lines, int rows, boolean isCsv) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            int from = i * rows % (lines.size() - rows);
            List<String> some = lines.subList(1 + from, 1 + from + rows);
            String body = isCsv ? lines.getFirst() + "\n" + String.join("\n", some) + "\n" : json(lines.getFirst(), some);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST /score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + (isCsv ? "text/csv" : "application/json")
                    + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
            byte[] request = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + bytes.length);
            System.arraycopy(bytes, 0, request, head.length(), bytes.length);
            all.add(request);
        }
        return all;
    }

    private static String json(String header, List<String> rows) {
        String[] names = header.split(",");
        List<String> objects = new ArrayList<>();
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            List<String> fields = new ArrayList<>();
            for (int j = 0; j < names.length; j++) {
                if (!cells[j].isEmpty()) {
                    boolean isNumber = cells[j].matches("-?\\d+(\\.\\d+)?");
                    fields.add("\"" + names[j] + "\":" + (isNumber ? cells[j] : "\"" + cells[j] + "\""));
                }
            }
            objects.add(fields.stream().collect(Collectors.joining(",", "{", "}")));
        }
        return rows.size() == 1 ? objects.getFirst() : objects.toString();
    }

    private long[] send(int own, long first, double gap, long from, long end) {
        long[] took = new long[1 << 16];
        int n = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int i = 0; ; i++) {
                long due = gap == 0 ? System.nanoTime() : first + (long) (i * gap);
                if (due >= end) {
                    return Arrays.copyOf(took, n);
                }
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(requests.get((own * 31 + i) % BODIES));
                answer(in);
                if (due >= from) {
                    if (n == took.length) {
                        took = Arrays.copyOf(took, 2 * n);
                    }
                    took[n++] = System.nanoTime() - due;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a request failed", e);
        }
    }

    /** Reads an answer, which must have the status 200 and a length. */
    private static void answer(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.contains(" 200 ") || body.length != length) {
            throw new IllegalStateException(status + ": " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the service closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
