package io.github.vflow.tornado.run;

import io.github.vflow.tornado.lower.Lowered;
import io.github.vflow.tornado.lower.Task;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Sessions that programs have given back, with their compiled kernels: the next program that fits takes one of them. */
public final class Sessions {
    /** Larger arrays are given back to the device at once. */
    private static final int LARGEST_KEPT = 1 << 24;

    private static final int MOST_KEPT = 4;

    private final List<Session> idle = new ArrayList<>();

    /** A machine with room for a program. */
    public TaskMachine open(Devices.Device device, Lowered program) {
        return new Lent(take(device, program));
    }

    private synchronized Session take(Devices.Device device, Lowered program) {
        int words = program.words().length;
        for (Session s : idle) {
            if (s.fits(program.size(), words, program.wide())) {
                idle.remove(s);
                return s;
            }
        }
        boolean small = program.size() <= LARGEST_KEPT;
        return new Session(
                device.handle(),
                small ? roundUp(program.size(), 1 << 16) : program.size(),
                roundUp(words, 1 << 14),
                roundUp(program.wide(), 1 << 11));
    }

    private static int roundUp(int n, int least) {
        return Math.max(least, Integer.highestOneBit(Math.max(1, n - 1)) << 1);
    }

    private synchronized void giveBack(Session s) {
        if (s.size() <= LARGEST_KEPT && idle.size() < MOST_KEPT) {
            idle.add(s);
        } else {
            s.close();
        }
    }

    /** A session until it is closed. */
    private final class Lent implements TaskMachine {
        private final Session session;
        private boolean open = true;

        Lent(Session session) {
            this.session = session;
        }

        @Override
        public FloatArray memory() {
            return session.memory();
        }

        @Override
        public IntArray words() {
            return session.words();
        }

        @Override
        public FloatArray mail() {
            return session.mail();
        }

        @Override
        public IntArray addresses() {
            return session.addresses();
        }

        @Override
        public void load() {
            session.load();
        }

        @Override
        public void deliver() {
            session.deliver();
        }

        @Override
        public void run(Task task) {
            session.run(task);
        }

        @Override
        public void fetch(int offset, int numbers) {
            session.fetch(offset, numbers);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                giveBack(session);
            }
        }
    }
}
