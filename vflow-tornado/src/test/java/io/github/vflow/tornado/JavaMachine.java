package io.github.vflow.tornado;

import io.github.vflow.tornado.kernel.AttentionBackward;
import io.github.vflow.tornado.kernel.AttentionForward;
import io.github.vflow.tornado.kernel.ChainElements;
import io.github.vflow.tornado.kernel.Elimination;
import io.github.vflow.tornado.kernel.LogOdds;
import io.github.vflow.tornado.kernel.Mail;
import io.github.vflow.tornado.kernel.MixtureRoot;
import io.github.vflow.tornado.kernel.ProductElements;
import io.github.vflow.tornado.kernel.Reduce;
import io.github.vflow.tornado.lower.Lowered;
import io.github.vflow.tornado.lower.Task;
import io.github.vflow.tornado.run.TaskMachine;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Runs kernels as plain Java, work item after work item, from the last to the first: nothing may depend on their order. It has an
 * array of its own, as a device has, so that what was not brought over is missed.
 */
final class JavaMachine implements TaskMachine {
    private final FloatArray host;
    private final FloatArray m;
    private final IntArray words;
    private final IntArray code;
    private final FloatArray mail = new FloatArray(Mail.CAPACITY);
    private final IntArray addresses = new IntArray(2 + 2 * Mail.PARTS);
    private final DoubleArray wide;

    JavaMachine(Lowered program) {
        host = new FloatArray(program.size());
        m = new FloatArray(program.size());
        words = new IntArray(Math.max(1, program.words().length));
        code = new IntArray(Math.max(1, program.words().length));
        wide = new DoubleArray(program.wide());
    }

    @Override
    public FloatArray memory() {
        return host;
    }

    @Override
    public IntArray words() {
        return words;
    }

    @Override
    public FloatArray mail() {
        return mail;
    }

    @Override
    public IntArray addresses() {
        return addresses;
    }

    @Override
    public void load() {
        IntStream.range(0, m.getSize()).forEach(i -> m.set(i, host.get(i)));
        IntStream.range(0, code.getSize()).forEach(i -> code.set(i, words.get(i)));
    }

    @Override
    public void deliver() {
        backwards(addresses.get(0), i -> Mail.deliver(m, mail, addresses, i));
    }

    @Override
    public void run(Task t) {
        int pc = t.at();
        IntConsumer item = switch (t.kernel()) {
            case CHAIN -> i -> ChainElements.element(m, code, pc, i);
            case PRODUCT -> i -> ProductElements.element(m, code, pc, i);
            case REDUCE -> i -> Reduce.row(m, code, pc, i);
            case ATTEND -> i -> AttentionForward.query(m, code, pc, i);
            case QUERIES -> i -> AttentionBackward.query(m, code, pc, i);
            case KEYS -> i -> AttentionBackward.key(m, code, pc, i);
            case LOG_ODDS -> i -> LogOdds.value(m, code, pc, i);
            case LOG_ODDS_GRADIENT -> i -> LogOdds.gradient(m, code, pc, i);
            case MIXTURE_ROOT -> i -> MixtureRoot.element(m, code, pc, i);
            case ELIMINATION -> _ -> Elimination.matrix(m, code, pc, wide);
            case TILES, TREE, ATTEND_TILES, QUERIES_TILES, KEYS_TILES ->
                throw new IllegalStateException("barriers mean nothing as Java: " + t);
        };
        backwards(code.get(pc), item);
    }

    private static void backwards(int n, IntConsumer item) {
        for (int i = n - 1; i >= 0; i--) {
            item.accept(i);
        }
    }

    @Override
    public void fetch(int offset, int numbers) {
        IntStream.range(offset, offset + numbers).forEach(i -> host.set(i, m.get(i)));
    }

    @Override
    public void close() {}
}
