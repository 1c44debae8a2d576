package io.github.vflow.benchmarks.compare;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PyTorch in a process of its own, which does what it is told by a line; see {@code vflow_compare/__main__.py}. */
final class Torch implements AutoCloseable {
    static final String INSTALL = "apt install python3-torch, or pass --python";

    /** Whether threads that wait for others keep their core or give it up. */
    enum Waiting {
        /** As the library has it: they keep it for a while. */
        DEFAULT,
        /** They give it up at once, which is better where cores are wanted by others too. */
        PASSIVE
    }

    private final Waiting waiting;
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private String description = "";

    private Torch(Waiting waiting, Process process) {
        this.waiting = waiting;
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Starts it, if it is installed for that Python. */
    static Optional<Torch> start(String python, Waiting waiting) {
        ProcessBuilder builder = new ProcessBuilder(python, "-m", "vflow_compare");
        Map<String, String> environment = builder.environment();
        OpenBlas.CORE_TYPE_VARIABLES.forEach(environment::remove);
        environment.put("PYTHONPATH", home().toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        // or OpenBLAS's threads fight with PyTorch's
        environment.put("OPENBLAS_NUM_THREADS", "1");
        if (waiting == Waiting.PASSIVE) {
            environment.put("OMP_WAIT_POLICY", "PASSIVE");
        }
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Torch torch = new Torch(waiting, builder.start());
            torch.description = torch.ask("about");
            return Optional.of(torch);
        } catch (IOException | UncheckedIOException absent) {
            return Optional.empty();
        }
    }

    /** The jar or folder that this class is in; the Python package is beside it. */
    private static Path home() {
        try {
            URI here = Torch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(here);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Torch: the place of the benchmarks has no path; run them from a jar", e);
        }
    }

    /** Version and libraries. */
    String description() {
        return description;
    }

    /** What is opened from now on runs on so many threads. */
    void threads(int number) {
        ask("threads " + number);
    }

    /** Prepares a piece of work. */
    Work open(String work, Object... arguments) {
        StringBuilder line = new StringBuilder("open ").append(work);
        Arrays.stream(arguments).forEach(a -> line.append(' ').append(a));
        ask(line.toString());
        return new Work();
    }

    /**
     * What it answers.
     *
     * @throws IllegalStateException if it says that it cannot
     */
    private synchronized String ask(String request, float... data) {
        try {
            requests.write((request + "\n").getBytes(StandardCharsets.UTF_8));
            if (data.length > 0) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(Float.BYTES * data.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(data);
                requests.write(bytes.array());
            }
            requests.flush();
            String answer = line();
            if (!answer.startsWith("ok")) {
                throw new IllegalStateException("PyTorch, asked to " + request + ": " + answer);
            }
            return answer.substring(2).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("PyTorch, asked to " + request + ", has gone", e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = answers.readByte(); b != '\n'; b = answers.readByte()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private synchronized List<double[]> arrays(String request) {
        String sizes = ask(request);
        return Stream.of(sizes.split(" ", -1))
                .map(n -> array(Integer.parseInt(n)))
                .toList();
    }

    private double[] array(int size) {
        try {
            byte[] bytes = answers.readNBytes(Float.BYTES * size);
            double[] values = new double[size];
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < size; i++) {
                values[i] = in.getFloat();
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("PyTorch has gone in the middle of an answer", e);
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** A piece of work that is being prepared. Only the one opened last can be used. */
    final class Work {
        private Work() {}

        Work put(String name, float[] values, int... dims) {
            StringBuilder line = new StringBuilder("put ").append(name);
            Arrays.stream(dims).forEach(d -> line.append(' ').append(d));
            ask(line.toString(), values);
            return this;
        }

        /** The ways it can be done. */
        List<Variant> ready() {
            return Stream.of(ask("ready").split(" ", -1)).map(Variant::new).toList();
        }
    }

    /** One way to do the work. */
    final class Variant implements Contender {
        private final String name;

        private Variant(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return "PyTorch, " + name.replace('_', ' ') + (waiting == Waiting.PASSIVE ? ", passive waiting" : "");
        }

        @Override
        public double[] time(int samples, int calls, Clock clock) {
            return Stream.of(ask("time " + name + " " + samples + " " + calls + " " + clock)
                            .split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        /** Its results. */
        List<double[]> results() {
            return arrays("check " + name);
        }
    }
}
