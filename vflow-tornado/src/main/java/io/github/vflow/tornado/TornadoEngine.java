package io.github.vflow.tornado;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tornado.lower.Lowered;
import io.github.vflow.tornado.lower.TaskLowering;
import io.github.vflow.tornado.run.Devices;
import io.github.vflow.tornado.run.Sessions;
import io.github.vflow.tornado.run.TornadoExecutable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on a device that TornadoVM reaches. {@code tornado} is the first graphics processor, or the first device if there
 * is none; {@code tornado:b:d} is device d of backend b. Nothing falls back to Java: an operation that a device cannot compute is
 * an error.
 */
public final class TornadoEngine implements Engine {
    private final String name;
    private final Sessions sessions = new Sessions();
    private final Devices.@Nullable Device chosen;

    /** The engine on the first device, which is looked up at the first use. */
    public TornadoEngine() {
        this("tornado", null);
    }

    private TornadoEngine(String name, Devices.@Nullable Device chosen) {
        this.name = name;
        this.chosen = chosen;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return Devices.here().missing();
    }

    @Override
    public List<Engine> devices() {
        return Devices.here().all().stream()
                .<Engine>map(d -> new TornadoEngine("tornado:" + d.number(), d))
                .toList();
    }

    private Devices.Device device() {
        if (chosen != null) {
            return chosen;
        }
        Devices here = Devices.here();
        here.missing().ifPresent(why -> {
            throw new IllegalStateException("tornado: " + why);
        });
        return here.all().getFirst();
    }

    @Override
    public String description() {
        return name + ": float32, " + device().description();
    }

    @Override
    public Executable compile(Program program) {
        Devices.Device device = device();
        Lowered lowered = TaskLowering.of(program, device.abilities());
        return new TornadoExecutable(program, lowered, sessions.open(device, lowered));
    }

    @Override
    public String plan(Program program) {
        return TaskLowering.of(program, device().abilities()).plan();
    }
}
