package io.github.vflow.tornado.run;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.ExecutableChecks;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tornado.lower.Lowered;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A program on a machine. Inputs wait on the host until the next run and travel then, inputs that have not been set again stay where they are;
 * results are brought back when they are asked for.
 */
public final class TornadoExecutable implements Executable {
    private final Lowered lowered;
    private final TaskMachine machine;
    private final Map<String, Lowered.Place> readable;
    private final Outbox outbox;
    private final List<String> names;
    private boolean loaded;
    private boolean ran;

    /** On a machine that has room for it. */
    public TornadoExecutable(Program program, Lowered lowered, TaskMachine machine) {
        this.lowered = lowered;
        this.machine = machine;
        this.readable = new java.util.LinkedHashMap<>(lowered.inputs());
        this.readable.putAll(lowered.outputs());
        this.names = List.copyOf(program.outputs().keySet());
        this.outbox = new Outbox(machine);
        FloatArray m = machine.memory();
        m.init(0f);
        for (Lowered.Fixed f : lowered.fixed()) {
            for (int i = 0; i < f.values().length; i++) {
                m.set(f.offset() + i, (float) f.values()[i]);
            }
        }
        for (int i = 0; i < lowered.words().length; i++) {
            machine.words().set(i, lowered.words()[i]);
        }
    }

    private interface Numbers {
        float at(int i);
    }

    private void set(String input, int size, Numbers numbers) {
        Lowered.Place p = ExecutableChecks.find("input", input, lowered.inputs());
        ExecutableChecks.size(input, p.size(), size);
        if (!loaded) {
            for (int i = 0; i < size; i++) {
                machine.memory().set(p.offset() + i, numbers.at(i));
            }
            return;
        }
        outbox.begin(p.offset());
        for (int i = 0; i < size; i++) {
            outbox.add(p.offset() + i, numbers.at(i));
        }
    }

    @Override
    public void set(String input, float[] values) {
        set(input, values.length, i -> values[i]);
    }

    @Override
    public void set(String input, double[] values) {
        set(input, values.length, i -> (float) values[i]);
    }

    @Override
    public void set(String input, double value) {
        set(input, 1, _ -> (float) value);
    }

    private void send() {
        if (loaded) {
            outbox.send();
        } else {
            machine.load();
            loaded = true;
        }
    }

    @Override
    public void run() {
        send();
        int done = 0;
        List<Lowered.Determinant> determinants = lowered.determinants();
        int checked = determinants.isEmpty() ? 0 : determinants.getLast().after();
        for (; done < checked; done++) {
            machine.run(lowered.tasks().get(done));
        }
        if (!determinants.isEmpty()) {
            machine.fetch(determinants.getFirst().offset(), determinants.size());
            determinants.forEach(this::requireRegular);
        }
        for (; done < lowered.tasks().size(); done++) {
            machine.run(lowered.tasks().get(done));
        }
        ran = true;
    }

    /** Before anything is written over an input, so that the run can be made again with another matrix. */
    private void requireRegular(Lowered.Determinant d) {
        float log = machine.memory().get(d.offset());
        if (!Float.isFinite(log)) {
            throw ExecutableChecks.singular(d.size(), log);
        }
    }

    /** Brings a named array to the host, and says where it is there. */
    private int fetch(String name, int size) {
        Lowered.Place p = ExecutableChecks.find("input or output", name, readable);
        ExecutableChecks.size(name, p.size(), size);
        ExecutableChecks.ready(name, ran || !names.contains(name));
        if (loaded) {
            outbox.send();
            machine.fetch(p.offset(), size);
        }
        return p.offset();
    }

    @Override
    public void get(String name, float[] into) {
        int at = fetch(name, into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = machine.memory().get(at + i);
        }
    }

    @Override
    public void get(String name, double[] into) {
        int at = fetch(name, into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = machine.memory().get(at + i);
        }
    }

    @Override
    public double get(String name) {
        return machine.memory().get(fetch(name, 1));
    }

    @Override
    public String plan() {
        return lowered.plan();
    }

    /** How often each kernel is launched in a run, for a person. */
    public Map<String, Integer> launches() {
        Map<String, Integer> launches = new TreeMap<>();
        lowered.tasks().forEach(t -> launches.merge(t.kernel().name(), 1, Integer::sum));
        return launches;
    }

    @Override
    public void close() {
        machine.close();
    }
}
